module

public import BBSynth.Machine
public import BBSynth.Run
public import BBSynth.Digits
public import BBSynth.Simulate
public import BBSynth.Mirror
public import BBSynth.Loop

/-!
# BBSynth: Turing machines, and proofs of what they do

* `BBSynth.Machine`: the semantics, in which all statements are written
* `BBSynth.Run`: first facts about runs
* `BBSynth.Digits`: half a tape as one number
* `BBSynth.Simulate`: runs that the kernel can compute, and that they agree with the semantics
* `BBSynth.Mirror`: left and right exchanged
* `BBSynth.Loop`: machines that repeat themselves never halt
-/
