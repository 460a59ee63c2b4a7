"""What press databases give out of two articles, written for these tests."""

from embeddings.readers.content import FileContent

COVER = "User Name: Ana\n\nDocuments (2)\n\n1. The lock leaks\n\nClient/Matter: -None-\n\nSearch Terms: lock"
NEXIS = f"""{COVER}

The lock leaks

The Harbour Post (Lund) - Final Edition

May 3, 2010 Monday 9:33 AM GMT

Copyright 2010 Harbour Papers Limited All Rights Reserved

Section: NEWS; Pg. 3

Length: 12 words

Byline: By BO EK

Highlight: Nobody will mend it.

Body

LUND -- The lock has leaked since April.

On 4 May 2010 it will be closed.

Classification

Language: ENGLISH

Subject: LOCKS (90%)

Load-Date: May 4, 2010

End of Document

The pier is closed - Correction Appended

The Harbour Post (Lund)

Correction Appended

Copyright 2009 Harbour Papers Limited

Length: 5 words

Body

Nobody may walk on it.

Language: it has none, they say.

Graphic

The pier in May.

Load-Date: May 18, 2009

End of Document"""
OLD = """Terms: lock


                               1 of 2 DOCUMENTS


                              The Harbour Post

                            May 3, 2010 Monday
                                Final Edition

The lock
leaks

BYLINE: Bo Ek

SECTION: NEWS; Pg. 3

LENGTH: 12 words

LUND -- The lock has leaked since April.

On 4 May 2010 it will be closed.

LOAD-DATE: May 4, 2010

LANGUAGE: ENGLISH

GRAPHIC: The lock in May

                     Copyright 2010 Harbour Papers Limited
                              All Rights Reserved

                               2 of 2 DOKUMENTEN

                                Hafenblatt

                            4. Mai 2010 Dienstag

Der Pier

AUTOR: Karl Ost

RUBRIK: LUND; S. 4

LÄNGE: 5 Wörter

Niemand darf ihn betreten.

UPDATE: 4. Mai 2010

SPRACHE: GERMAN; DEUTSCH"""
FACTIVA = """News

The lock leaks

By Bo Ek

Special to The Harbour Post

1,012 words

3 May 2010

09:33 AM

The Harbour Post

HARB

English

(c) 2010 Harbour Papers Limited

The lock has leaked since April.

On 4 May 2010 it will be closed.

Document HARB000020100503e65300001

Der Pier

5 Wörter

4 Mai 2010

Hafenblatt

HAFB

Deutsch

Copyright 2010 Hafenblatt GmbH

Niemand darf ihn betreten.

Dokument HAFB000020100504e65400002"""
CODED = """SE | News

HD | The lock leaks

BY | By Bo Ek

WC | 12 words

PD | 3 May 2010

SN | The Harbour Post

LP

The lock has leaked since April.

TD

On 4 May 2010 it will be closed.

NS | LOCKS

AN | Document HARB000020100503e65300001"""
PROQUEST = """____________________________________________________________

Title: The lock leaks

Author: Bo Ek

Publication info: The Harbour Post ; Lund [Lund]. 03 May 2010: 3.

Abstract: A lock.

Links: none

Full text: The lock has leaked since April.

On 4 May 2010 it will be closed.

Subject: Locks

Title: The lock leaks

Publication title: The Harbour Post

Publication date: May 3, 2010

ProQuest document ID: 1234567

____________________________________________________________

Title: Der Pier

Abstract: Niemand darf ihn betreten.

Publication title: Hafenblatt

Publication date: May 4, 2010

ProQuest document ID: 1234568

____________________________________________________________

Contact us at: none"""
PAGE = """<html><body><div class="toolbar">Print</div><div class="article enArticle"><div>News</div><div id="hd"><span
class="enHeadline">The lock leaks</span></div><div class="author">Bo Ek</div><div>12 words</div><div>3 May 2010</div>
<div>The Harbour Post</div><div>HARB</div><div>English</div><div>(c) 2010 Harbour Papers</div><p>The lock has leaked
since April.</p><p>On 4 May 2010 it will be closed.</p><p>Document HARB000020100503e65300001</p></div></body></html>"""


LOCK = "The lock has leaked since April.\n\nOn 4 May 2010 it will be closed."
HARBOUR = ("The lock leaks", "The Harbour Post", "2010-05-03", "Bo Ek")
GERMAN = ("Der Pier", "Hafenblatt", "2010-05-04")


def stated(content: FileContent) -> tuple[str | None, ...]:
    return content.title, content.publisher, content.published, content.author
