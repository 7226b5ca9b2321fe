"""Build hook: makes the protobuf code from the protocol files, so that none of it is kept in the repository."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PROTOS = ("types.proto", "watch.proto", "variables_service.proto")


class ProtocolBuildHook(BuildHookInterface):
    """Puts the protocol files into an sdist and the code made from them into a wheel or an editable install."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Runs before each build; `version` is "standard" or "editable"."""
        root = Path(self.root)
        protos = next((p for p in (root / "proto", root.parent / "proto") if p.is_dir()), None)
        if protos is None:
            raise FileNotFoundError(f"no folder proto in {root} or {root.parent}")
        if self.target_name == "sdist":
            build_data["force_include"][str(protos / "livevars" / "v1")] = "proto/livevars/v1"
            return
        generate(protos, root / "src" / "livevars" / "_proto")
        build_data["artifacts"].append("/src/livevars/_proto")


def generate(protos: Path, target: Path) -> None:
    """Writes a module and a type stub for each protocol file into the package folder `target`."""
    import grpc_tools
    from grpc_tools import protoc

    well_known = Path(grpc_tools.__file__).parent / "_proto"
    with tempfile.TemporaryDirectory() as scratch:
        files = [f"livevars/v1/{name}" for name in PROTOS]
        arguments = ["protoc", f"-I{protos}", f"-I{well_known}", f"--python_out={scratch}", f"--pyi_out={scratch}"]
        if protoc.main([*arguments, *files]) != 0:
            raise RuntimeError(f"protoc refused the files in {protos}")
        target.mkdir(parents=True, exist_ok=True)
        (target / "__init__.py").write_text('"""Made by hatch_build.py from the protocol files."""\n')
        for made in sorted((Path(scratch) / "livevars" / "v1").glob("*_pb2.py*")):
            # protoc names the modules after the protobuf package; here they live in livevars._proto.
            text = re.sub(r"^from livevars\.v1 import", "from livevars._proto import", made.read_text(), flags=re.M)
            (target / made.name).write_text(text)
