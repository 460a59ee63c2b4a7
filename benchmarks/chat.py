"""How fast the chat starts and answers, alone and with many people asking: `python benchmarks/chat.py --help`.

Starts the real server (`qa chat`) on this machine, asks it as its page does, and stops it. Every answer is compared
with the one that the same question had when it was asked alone.
"""

import argparse
import asyncio
import itertools
import json
import os
import random
import re
import shutil
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).resolve().parents[1]
QUESTIONS = [json.loads(line)["question"] for line in (ROOT / "data/questions/sample.jsonl").read_text().splitlines()]


class Page:
    """Asks as the page does, over one connection pool."""

    def __init__(self, address: str, client: httpx.AsyncClient) -> None:
        self.address, self.client = address, client
        config = httpx.get(f"{address}config").json()
        self.component = next(one["id"] for one in config["components"] if one["type"] == "html")

    async def ask(self, question: str) -> tuple[float, str]:
        """Return how many seconds an answer took, and its HTML."""
        call = {"data": {"question": question}, "fn_name": "ask", "component_id": self.component, "session_hash": "b"}
        began = time.perf_counter()
        response = await self.client.post(f"{self.address}gradio_api/component_server/", json=call)
        taken = time.perf_counter() - began
        response.raise_for_status()
        return taken, response.json()["html"]


@contextmanager
def starting(index: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Run `qa chat`; give its address and its process at once."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {"LOCCIT_RATE": "0", "PYTHONPATH": str(ROOT)}
    code = "from ui.cli import main; main()"
    command = [sys.executable, "-c", code, "chat", "--index", str(index), "--port", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    try:
        yield f"http://127.0.0.1:{port}/", process
    finally:
        process.terminate()
        process.wait(timeout=30)


def wait_for(url: str) -> None:
    """Wait until the server answers at a URL that all is well."""
    began = time.perf_counter()
    while time.perf_counter() - began < 120:
        try:
            if httpx.get(url, timeout=5).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.02)
    raise SystemExit(f"{url} did not come up in two minutes")


def p95(seconds: list[float]) -> float:
    """Return the 95th percentile."""
    return statistics.quantiles(seconds, n=100)[94]


def processor(process: subprocess.Popen[bytes]) -> float:
    """Return the seconds that a process has been on a processor, in all its threads."""
    fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident(process: subprocess.Popen[bytes]) -> float:
    """Return the resident memory of a process in MB."""
    status = Path(f"/proc/{process.pid}/status").read_text()
    (kilobytes,) = re.findall(r"VmRSS:\s+(\d+)", status)
    return int(kilobytes) / 1024


async def alone(page: Page, rounds: int) -> tuple[dict[str, str], list[float]]:
    """Ask every question by itself; return its answers and how long each took after the first round."""
    answers: dict[str, str] = {}
    times = []
    for number in range(rounds + 1):
        for question in QUESTIONS:
            taken, html = await page.ask(question)
            assert answers.setdefault(question, html) == html, f"{question}: another answer than before"
            times += [taken] if number else []
    return answers, times


async def crowd(page: Page, people: int, seconds: float, think: float, answers: dict[str, str]) -> list[float]:
    """Let people ask at random, each waiting for the answer and then `think` seconds on average; return the times."""
    times: list[float] = []
    end = time.perf_counter() + seconds

    async def person(seed: int) -> None:
        chance = random.Random(seed)  # noqa: S311
        await asyncio.sleep(chance.uniform(0, think))
        while time.perf_counter() < end:
            question = chance.choice(QUESTIONS)
            taken, html = await page.ask(question)
            assert html == answers[question], f"{question}: answered with another answer"
            times.append(taken)
            await asyncio.sleep(chance.expovariate(1 / think) if think else 0)

    await asyncio.gather(*(person(seed) for seed in range(people)))
    return times


async def many(page: Page, process: Any, total: int, answers: dict[str, str]) -> None:
    """Ask `total` questions, four at a time, and print the memory on the way."""
    left = itertools.islice(itertools.cycle(QUESTIONS), total)
    done = 0

    async def worker() -> None:
        nonlocal done
        for question in left:
            _, html = await page.ask(question)
            assert html == answers[question]
            done += 1
            if done % (total // 10) == 0:
                print(f"memory after {done:,} questions: {resident(process):,.0f} MB", flush=True)

    await asyncio.gather(*(worker() for _ in range(4)))


async def measure(address: str, process: Any, arguments: argparse.Namespace) -> None:
    """Run what was asked for and print the figures."""
    # The server closes a connection five seconds after an answer; none is used that it may be closing.
    limits = httpx.Limits(max_connections=arguments.people, keepalive_expiry=2.0)
    async with httpx.AsyncClient(timeout=120, limits=limits) as client:
        page = Page(address, client)
        answers, times = await alone(page, rounds=3)
        one = p95(times)
        print(f"one person: {len(times)} questions, {_figures(times)}", flush=True)
        for think in (arguments.think, 0.0):
            times = await crowd(page, arguments.people, arguments.seconds, think, answers)
            # As many questions were being answered, or waited for it, at any moment.
            at_once = max(1.0, sum(times) / arguments.seconds)
            ratio = p95(times) / at_once / one
            print(
                f"{arguments.people} people for {arguments.seconds:.0f} s, {think:.0f} s between questions: "
                f"{len(times)} questions, {at_once:.1f} at once, {_figures(times)}, which is {ratio:.1f} times "
                "the p95 of one person for each question at once; no error, no answer mixed up",
                flush=True,
            )
        if arguments.questions:
            await many(page, process, arguments.questions, answers)


def _figures(seconds: list[float]) -> str:
    return f"median {statistics.median(seconds) * 1000:.0f} ms, p95 {p95(seconds) * 1000:.0f} ms"


def starts(index: Path, browser: Any, rounds: int) -> None:
    """Start the chat some times; print the medians from the command to what a reader sees."""
    times: dict[str, list[float]] = {}
    for _ in range(rounds):
        page, began = browser.new_page(), time.perf_counter()
        with starting(index) as (address, process):

            def note(what: str, began: float = began, process: subprocess.Popen[bytes] = process) -> None:
                times.setdefault(what, []).append(time.perf_counter() - began)
                times.setdefault(f"{what}, time of the server on a processor", []).append(processor(process))

            wait_for(f"{address}healthz")
            note("page served")
            page.goto(address)
            page.locator("#question").wait_for()
            note("a question can be typed")
            page.locator(".example").first.wait_for(timeout=60_000)
            note("archive open, examples offered")
        page.close()
    for what, taken in times.items():
        print(f"{what}: median {statistics.median(taken):.1f} s, at most {max(taken):.1f} s", flush=True)


def on_the_page(address: str, browser: Any) -> None:
    """Print how long it takes on the page itself from Enter until the answer is there and painted."""
    watch = """() => {
        window.times = [];
        let entered = 0;
        addEventListener("keydown", (event) => { if (event.key === "Enter") entered = performance.now(); }, true);
        new MutationObserver(() => requestAnimationFrame(() => setTimeout(() =>
            window.times.push(performance.now() - entered))))
            .observe(document.querySelector("#turns"), { childList: true });
    }"""
    page = browser.new_page(reduced_motion="reduce")
    page.goto(address)
    page.locator(".example").first.wait_for(timeout=60_000)
    page.evaluate(watch)
    for number, question in enumerate(QUESTIONS[:35]):
        page.fill("#question", question)
        page.keyboard.press("Enter")
        page.locator(".turn").nth(number).wait_for()
        page.wait_for_function("count => window.times.length === count", arg=number + 1)
    times = [taken / 1000 for taken in page.evaluate("window.times")][5:]
    page.close()
    print(f"on the page, Enter to answer: {len(times)} questions, {_figures(times)}", flush=True)


def in_browser(index: Path, rounds: int) -> None:
    """Measure what a reader sees, in Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        starts(index, browser, rounds)
        with starting(index) as (address, _):
            wait_for(f"{address}readyz")
            for _ in range(rounds):
                on_the_page(address, browser)
        browser.close()


def main() -> None:
    """Read the options, serve, measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--index", type=Path, default=ROOT / "data/index", help="an index of data/corpus")
    parser.add_argument("--rounds", type=int, default=5, help="of starting and of asking in a browser; 0 for neither")
    parser.add_argument("--people", type=int, default=50, help="asking at the same time; 0 for nobody")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--think", type=float, default=5.0, help="mean seconds between answer and next question")
    parser.add_argument("--questions", type=int, default=0, help="then ask so many and watch the memory")
    arguments = parser.parse_args()
    index = arguments.index.resolve()
    if arguments.rounds:
        in_browser(index, arguments.rounds)
    if not arguments.people:
        return
    with starting(index) as (address, process):
        wait_for(f"{address}readyz")
        asyncio.run(measure(address, process, arguments))


if __name__ == "__main__":
    main()
