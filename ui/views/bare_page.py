"""A page that needs no script: the frame of the login page, and of an address that cannot be shown. Safe HTML."""


def bare_page(title: str, content: str, styles: str) -> str:
    """Return a page of a title and a content, which are HTML, in the look of the reading room."""
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>{title} – loccit</title>
<link rel="icon" href="data:,">
<style>{styles}</style>
</head>
<body>
<main>
<header>
<h1>loccit</h1>
<p>The archive’s own words, each in the place cited.</p>
</header>
{content}
</main>
</body>
</html>
"""
