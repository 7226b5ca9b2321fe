"""A pipeline whose parameters are live: whoever sets a variable tunes the next answer, without a restart.

Needs a server: java -jar target/livevars.jar serve. The model is a stub; put a call of your own into `complete`. Then,
in another terminal:

    java -jar target/livevars.jar set llm.temperature 0.2
    java -jar target/livevars.jar set llm.style llm_pipeline.Shout
"""

import argparse
import asyncio
from dataclasses import dataclass
from typing import Protocol

import livevars


class Style(Protocol):
    def __call__(self, text: str) -> str: ...


class Plain:
    def __call__(self, text: str) -> str:
        return text


class Shout:
    def __call__(self, text: str) -> str:
        return text.upper()


@dataclass
class Parameters:
    """Plain attributes, which the pipeline reads when it needs them."""

    temperature: float = 0.7
    model: str = "small"
    prompt: str = "Answer briefly: {question}"
    style: str = "llm_pipeline.Plain"


VARIABLES = {
    "llm.temperature": (Parameters.temperature, livevars.Float(min=0, max=2)),
    "llm.model": (Parameters.model, livevars.Choice(choices=["small", "large"])),
    "llm.prompt": (Parameters.prompt, livevars.String(pattern=r".*\{question\}.*")),
    "llm.style": (Parameters.style, livevars.Module(choices=["llm_pipeline.Plain", "llm_pipeline.Shout"])),
}


class Pipeline:
    def __init__(self, parameters: Parameters) -> None:
        self._parameters = parameters

    def __call__(self, question: str) -> str:
        prompt = self._parameters.prompt.format(question=question)
        style: type[Style] = livevars.resolve_module(self._parameters.style, allowed=["llm_pipeline"])
        return style()(complete(self._parameters.model, prompt, self._parameters.temperature))


def complete(model: str, prompt: str, temperature: float) -> str:
    return f"[{model} at {temperature:g}] {prompt}"


async def main(target: str, questions: list[str], pause: float) -> None:
    parameters = Parameters()
    pipeline = Pipeline(parameters)
    async with livevars.connect(target, source="llm_pipeline") as vars:
        for name, (value, spec) in VARIABLES.items():
            await vars.register(name, value, spec, if_absent=True)
        bound = {attribute: f"llm.{attribute}" for attribute in ("temperature", "model", "prompt", "style")}
        async with vars.bind(parameters, bound):
            for question in questions:
                print(pipeline(question), flush=True)
                await asyncio.sleep(pause)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("target", nargs="?", default="localhost:50051")
    parser.add_argument("--questions", type=int, default=60)
    parser.add_argument("--pause", type=float, default=1, help="seconds between two")
    arguments = parser.parse_args()
    asked = [f"what is {number} + 1?" for number in range(arguments.questions)]
    asyncio.run(main(arguments.target, asked, arguments.pause))
