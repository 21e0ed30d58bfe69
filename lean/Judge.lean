import Judge.Protocol

/-!
# The judge

A process that decides, one after the other, whether candidate texts prove given theorems:
`lean --run Judge.lean MARKER TABLE MODULE…`, see `Judge.Protocol`. A verdict is made in four steps.

1. **Gate** (`Judge.Gate`): every command of the candidate is parsed, and all that it is made of must
   be in a table of what a proof needs, before it is elaborated.
2. **Elaboration** (`Judge.Elaborate`): on top of the problem's own definitions, so that what the
   statement speaks of is always ours.
3. **Comparison** (`Judge.Check`): the candidate has declared a theorem of that name, with the
   reference's universe parameters and exactly its type, that rests on no axioms but `propext`,
   `Classical.choice` and `Quot.sound`.
4. **Kernel** (`Judge.Check`): Lean's kernel is asked about every constant that the theorem rests on,
   in an environment that holds the imported library and nothing that any elaboration may have left
   behind; about what the statement rests on, once for all candidates. It is this answer that counts.
   While a candidate is elaborated, the kernel is asked only where a tactic may want to know what it
   says; if it then refuses something that was taken on trust, all is done once more with the kernel
   asked as usual.

Messages are passed on for people to read. No verdict depends on what they say.

This file is no `module`, so that the code of the modules that it imports can be run.
-/

unsafe def main (args : List String) : IO UInt32 :=
  BBSynth.Judge.run args
