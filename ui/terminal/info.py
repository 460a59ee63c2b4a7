"""The command qa info: what the index holds."""

import typer

from ui.terminal.options import Index, Json
from ui.terminal.output import attributions_line, clean, print_json

_LINES = ("generation", "created", "model", "precision", "runtime", "documents", "passages", "sentences", "search")


def info(index: Index = None, as_json: Json = False) -> None:
    """Say what the index holds: sources, counts, model and what runs it, and the files that could not be read."""
    from dataclasses import asdict

    from embeddings.generations.manifest import read_manifest
    from embeddings.generations.publishing import is_building
    from embeddings.generations.unreadable import count_unreadable
    from embeddings.models.runtime import runtime_of
    from qa.settings import load_settings
    from qa.upkeep.engines import engine_state

    settings = load_settings(index=index)
    folder = settings.index
    manifest = asdict(read_manifest(folder))
    manifest.pop("files")
    manifest["runtime"] = runtime_of(settings.model, settings.precision)
    unreadable, engine = manifest["unreadable"], engine_state(settings)
    if as_json:
        counted = {"unreadable_count": count_unreadable(unreadable)}
        asked = {"engine": asdict(engine) if engine else None, "building": is_building(folder)}
        print_json({"index": str(folder), **manifest, **counted, **asked})
        return
    for name in _LINES:
        typer.echo(f"{name:<12} {clean(str(manifest[name]))}")
    typer.echo(f"{'attributions':<12} {attributions_line(manifest['attributions'], manifest['parser'])}")
    if engine:
        held = f"{engine.address}: holds {engine.passages or 0:,} of {manifest['passages']:,} passages"
        typer.echo(f"{'engine':<12} {clean(engine.error or held)}")
    for source in manifest["sources"]:
        typer.echo(f"{'source':<12} {clean(source)}")
    for file in unreadable:
        typer.echo(f"{'not read':<12} {clean(file['path'])}: {clean(file['reason'])}")
    if is_building(folder):
        typer.echo("a rebuild is running")
