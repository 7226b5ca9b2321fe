# Python programs with the client. Where the build has no network: `pip wheel -w docker/wheels ./python-client` first.
FROM python:3.11-slim
RUN useradd --uid 10001 livevars
COPY proto /build/proto
COPY python-client /build/python-client
COPY docker/wheels* /build/wheels/
RUN if ls /build/wheels/*.whl >/dev/null 2>&1; then from="--no-index --find-links /build/wheels"; fi; \
    python3 -m venv /opt/livevars && /opt/livevars/bin/pip install -q $from \
      $(if ls /build/wheels/*.whl >/dev/null 2>&1; then echo livevars; else echo /build/python-client; fi)
COPY docker/*.py /opt/livevars/
USER livevars
ENV PYTHONUNBUFFERED=1
ENTRYPOINT ["/opt/livevars/bin/python"]
