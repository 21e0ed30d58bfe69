module

public import BBSynth.Machine
public import BBSynth.Run
public import BBSynth.Predicates
public import BBSynth.Plain
public import BBSynth.Digits
public import BBSynth.Table
public import BBSynth.Block
public import BBSynth.Halting
public import BBSynth.Simulate
public import BBSynth.Mirror
public import BBSynth.Loop
public import BBSynth.Closed
public import BBSynth.Reach
public import BBSynth.NGram
public import BBSynth.Words
public import BBSynth.Automaton
public import BBSynth.Unused
public import BBSynth.Bounds
public import BBSynth.Track
public import BBSynth.Start
public import BBSynth.Repeat
public import BBSynth.Stages
public import BBSynth.Crossing
public import BBSynth.Rules
public import BBSynth.Counter
public import BBSynth.Space
public import BBSynth.Rename
public import BBSynth.General
public import BBSynth.Search
public import BBSynth.Forever
public import BBSynth.Classes

/-!
# BBSynth: Turing machines, and proofs of what they do

* `BBSynth.Machine`: the semantics, in which all statements are written
* `BBSynth.Run`: first facts about runs
* `BBSynth.Predicates`: more of what is said of machines
* `BBSynth.Plain`: short runs, on the semantics itself
* `BBSynth.Digits`: the digits of a number
* `BBSynth.Table`: the table of a machine as one number
* `BBSynth.Block`: runs that the kernel can compute, in blocks of cells
* `BBSynth.Halting`: machines that halt
* `BBSynth.Simulate`: windows of a run, step by step
* `BBSynth.Mirror`: left and right exchanged
* `BBSynth.Loop`: machines that repeat themselves never halt
* `BBSynth.Closed`: sets that a run cannot leave
* `BBSynth.Reach`: no halt within reach
* `BBSynth.NGram`: closed sets of n-grams
* `BBSynth.Words`: tapes of repeated words
* `BBSynth.Automaton`: finite automata that recognise what may halt
* `BBSynth.Unused`: transitions that are never used
* `BBSynth.Bounds`: bounds on the halting time, and what is not so
* `BBSynth.Track`: where the head goes
* `BBSynth.Start`: runs that do not start on the blank tape
* `BBSynth.Repeat`: where loops lead
* `BBSynth.Stages`: running a machine on many configurations at once
* `BBSynth.Crossing`: crossing any number of copies of a word
* `BBSynth.Rules`: rules for configurations with a parameter
* `BBSynth.Counter`: counters
* `BBSynth.Space`: space, from rules
* `BBSynth.Rename`: machines that behave alike
* `BBSynth.General`: machines in general
* `BBSynth.Search`: a search through all machines of a class
* `BBSynth.Forever`: what the search finds out about machines that never halt
* `BBSynth.Classes`: all machines of a class

To be imported besides, since they take long to compile and few problems need them:

* `BBSynth.BusyBeaverTwo`: `S(2) = 6` and `Σ(2) = 4`
* `BBSynth.BusyBeaverThree`: `S(3) = 21` and `Σ(3) = 6`, from `BBSynth.BusyBeaverThreeSearch`,
  `BBSynth.BusyBeaverThreeBlank` and `BBSynth.BusyBeaverThreeOne`
-/
