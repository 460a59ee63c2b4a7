"""Mail and talk that benchmarks make."""

from datetime import date
from email.message import EmailMessage

from made_words import Words
from piece_writers import messages


def mailbox(words: Words) -> bytes:
    """Return 200 messages in threads of four: each answer quotes some lines of what it answers, and is signed."""
    people = {
        name: {"name": name.title(), "address": f"{name}@desk.example", "signature": f"{name.title()}\nCaspian Desk"}
        for name in ("ana", "bo")
    }
    boxes = []
    for _ in range(50):
        subject, bodies = words.words(6), ["\n\n".join(words.paragraph(4) for _ in range(4)) for _ in range(4)]
        thread = []
        for at, body in enumerate(bodies):
            sender, receiver = ("ana", "bo") if at % 2 else ("bo", "ana")
            stated = {"from": sender, "to": receiver, "date": words.moment(), "subject": subject, "body": body}
            answers = {"replies_to": at, "quotes": bodies[at - 1][:400]} if at else {}
            thread.append(stated | answers)
        boxes.append(messages.mailbox({"people": people, "list": "", "publisher": "Desk", "messages": thread}))
    return b"".join(boxes)


def mail(words: Words) -> bytes:
    """Return a mail of plain text and HTML with a page attached."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = (
        "Ana Ruiz <ana@desk.example>",
        "bo@desk.example",
        words.words(6),
    )
    message["Date"], message["Message-ID"] = "Fri, 04 May 2012 10:00:00 +0000", "<1@desk.example>"
    paragraphs = [words.paragraph() for _ in range(12)]
    message.set_content("\n\n".join(paragraphs))
    message.add_alternative(
        "<html><body>" + "".join(f"<p>{x}</p>" for x in paragraphs) + "</body></html>", subtype="html"
    )
    message.add_attachment(words.paragraph(100), filename="minutes.txt")
    return message.as_bytes()


def transcript(words: Words) -> bytes:
    """Return two hours of talk as WebVTT."""
    turns = [(("a", "b")[at % 2], words.paragraph(3)) for at in range(300)]
    speakers = {"a": "ANA RUIZ", "b": "BO EK"}
    stated = {"title": "A talk", "publisher": "Caspian Desk", "published": date(2012, 5, 4), "note": "Made up"}
    return messages.transcript({**stated, "speakers": speakers, "turns": turns})
