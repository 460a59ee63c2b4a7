"""The login page, as safe HTML that needs no script."""

from dataclasses import dataclass

from ui.views.bare_page import bare_page
from ui.views.html import escape


@dataclass(frozen=True, slots=True)
class LoginForm:
    """What the form is filled with: the address to go on to and the name; a `notice` or a `problem` stands above."""

    address: str = ""
    name: str = ""
    notice: str = ""
    problem: str = ""


def login_page(form: LoginForm, action: str, styles: str) -> str:
    """Return the page, whose form is sent to `action`."""
    title = "Log in failed" if form.problem else "Log in"
    notice = f'<p class="notice" role="status">{escape(form.notice)}</p>' if form.notice else ""
    problem = f'<p class="problem" id="problem" role="alert">{escape(form.problem)}</p>' if form.problem else ""
    # After a problem it is the password that has to be typed again.
    at_name, at_password = ("", " autofocus") if form.problem and form.name else (" autofocus", "")
    invalid = ' aria-invalid="true" aria-describedby="problem"' if form.problem else ""
    content = f"""<form method="post" action="{escape(action)}">
<h2>Log in to ask the archive</h2>
{notice}{problem}
<input type="hidden" name="next" value="{escape(form.address)}">
<label for="username">Name</label>
<input id="username" name="username" value="{escape(form.name)}" autocomplete="username" autocapitalize="none"
 spellcheck="false" maxlength="64" dir="auto" required{at_name}{invalid}>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" maxlength="1000"
 required{at_password}{invalid}>
<button type="submit">Log in</button>
</form>
<p class="fine">Whoever runs this server can give you a login or a new password.</p>"""
    return bare_page(title, content, styles)
