"""Two stories of sentences that say enough to be told apart, for tests of what is repeated."""

STORY = [
    "The minister told reporters in Vienna that the reactor would be closed before the winter.",
    "Inspectors had counted eleven thousand centrifuges in the two halls below the mountain.",
    "A spokesman for the agency said that the cameras had been working since the spring of 2009.",
    "None of the three diplomats who saw the report was willing to give a name to the newspaper.",
    "Talks between the two governments are to begin again in Geneva on the last Monday of May.",
]
OTHER = [
    "Farmers along the lower river lost a third of the harvest to the flood of last September.",
    "The bank that lent them the money for seed has gone to court in four of the provinces.",
    "Rice was dearer in the markets of the capital than in any year since the war had ended.",
    "An engineer of the water board blamed a sluice that nobody had opened on Sunday night.",
]
