module

public import BBSynth.Simulate
public import BBSynth.Automaton
public import BBSynth.NGram

/-!
# A search through all machines of a class

Machines are not looked at one by one. The search runs a machine of which it knows only some
transitions; when the run comes to one that it does not know, the machine may halt there, and
otherwise the search goes on for each transition that may stand there; but if it is the only one
that is not known, the machine does not halt anywhere else. So what it finds out about a machine of
which little is known holds for all the machines that it may be completed to. If no transition is
known of several states, one of them stands for all: they differ in their names only.

If the machine is still running after the number of steps that is to be shown to be a bound, it has
to be one that never halts. Most of these repeat themselves; the search looks for the time that
this takes by a run of its own, and then checks it as it would be for a single machine. What is left
is passed on to a list of other checks.

What is known of a machine is a number, its table (see `BBSynth.Table`) with `0` for what is not
known. It is kept for the mirror image, too, to find loops to the left.

## Main definitions

* `BBSynth.Search`: the parameters, and `BBSynth.Search.run`, the search
* `BBSynth.Machine.ofTable`: the machine with a given table, which halts where nothing is known
-/

@[expose] public section

namespace BBSynth

/-- What is written as a code of a transition. -/
noncomputable def Transition.ofCode (n k : Nat) [NeZero k] (e : Nat) : Transition n k where
  write := Fin.ofNat k e
  move := Nat.rec (motive := fun _ => Dir) .left (fun _ _ => .right) (Nat.mod (Nat.div e k) 2)
  next := Nat.rec (motive := fun _ => Option (Fin n)) none
    (fun q _ => if h : q < n then some ⟨q, h⟩ else none) (Nat.div (Nat.div e k) 2)

/-- The machine with a given table, that halts where the table has `0`. -/
noncomputable def Machine.ofTable (n k : Nat) [NeZero k] (table : Nat) : Machine n k := fun q s =>
  .ofCode n k (digit (codeBound n k) table (q.val * k + s.val))

/-- The parameters of a search: states and symbols; the bounds on the number of steps and of cells
that are left; the places at which the machine is known to halt, as the digits `1` of a binary
number; how many steps a loop may take, and after how many steps to look for one again; the check
for machines that are not found to be loops; and tables that other searches have dealt with. -/
structure Search where
  n : Nat
  k : Nat
  steps : Nat
  cells : Nat
  halts : Nat
  period : Nat
  later : Nat
  other : Nat → Bool
  proved : List Nat

/-- `a` or, if it is false, `b`. -/
noncomputable def Bool.orElse (a b : Bool) : Bool := Bool.rec (motive := fun _ => Bool) b true a

/-- `a` and, if it is true, `b`. -/
noncomputable def Bool.andThen (a b : Bool) : Bool := Bool.rec (motive := fun _ => Bool) false b a

/-- The one or the other is true. -/
theorem Bool.orElse_iff {a b : Bool} : orElse a b = true ↔ a = true ∨ b = true := by
  cases a with
  | false => exact ⟨.inr, fun h => h.resolve_left nofun⟩
  | true => exact ⟨fun _ => .inl rfl, fun _ => rfl⟩

/-- The one and the other are true. -/
theorem Bool.andThen_iff {a b : Bool} : andThen a b = true ↔ a = true ∧ b = true := by
  cases a with
  | false => exact ⟨fun (h : false = true) => Bool.noConfusion h, fun h => Bool.noConfusion h.1⟩
  | true => exact ⟨fun h => ⟨rfl, h⟩, fun h => h.2⟩

namespace Search

/-- The code of the mirrored transition. -/
noncomputable def mirrorCode (k e : Nat) : Nat :=
  Nat.rec (motive := fun _ => Nat) (Nat.add e k) (fun _ _ => Nat.sub e k) (Nat.mod (Nat.div e k) 2)

/-- Computes whether the machine, from state `q` (counted from `1`) and the half tapes `l` and `r`,
comes after `p` steps to the same surroundings, without going more than `width` cells to the
left. -/
noncomputable def isLoop (n k table p width q l r : Nat) : Bool :=
  eager (Nat.mod l (Nat.pow k width)) fun window =>
  Option.rec (motive := fun _ => Bool) false
    (fun y => Bool.andThen (Nat.beq y.state q) (Bool.andThen (Nat.beq y.right r)
      (Bool.andThen (Nat.beq (Nat.mod y.left (Nat.pow k width)) window)
        (Bool.andThen (Nat.ble width y.depth) (Nat.ble 1 p)))))
    (simulate n k table p q window r width)

/-- Looks for a loop. The run began in state `q`, with half tapes `l` and `r`, at depth `d₀`; it has
come in `p` steps to others, and the depth was between `lo` and `hi`. -/
noncomputable def findLoop (n k table mirrored q l r d₀ : Nat) (fuel : Nat) :
    Nat → Nat → Nat → Nat → Nat → Nat → Nat → Bool :=
  Nat.rec (motive := fun _ => Nat → Nat → Nat → Nat → Nat → Nat → Nat → Bool)
    (fun _ _ _ _ _ _ _ => false)
    (fun _ continue_ p q' l' r' d lo hi =>
      Option.rec (motive := fun _ => Bool) false
        (fun y => Snapshot.rec (motive := fun _ => Bool)
          (fun q' l' r' d =>
            eager (Nat.succ p) fun p =>
            Bool.orElse
              (Bool.andThen (Nat.beq q' q) (Bool.orElse
                (Bool.andThen (Nat.beq r' r) (Bool.andThen (Nat.ble d₀ d)
                  (eager (Nat.sub d₀ lo) fun width => isLoop n k table p width q l r)))
                (Bool.andThen (Nat.beq l' l) (Bool.andThen (Nat.ble d d₀)
                  (eager (Nat.div r k) fun l₁ =>
                    eager (Nat.add (Nat.mod r k) (Nat.mul k l)) fun r₁ =>
                    eager (Nat.sub hi d₀) fun width => isLoop n k mirrored p width q l₁ r₁)))))
              (eager (Bool.rec (motive := fun _ => Nat) lo d (Nat.ble d lo)) fun lo =>
                eager (Bool.rec (motive := fun _ => Nat) hi d (Nat.ble hi d)) fun hi =>
                continue_ p q' l' r' d lo hi))
          y)
        (simulate n k table 1 q' l' r' d))
    fuel

/-- Computes whether a loop is found. -/
noncomputable def hasLoop (n k table mirrored period q l r : Nat) : Bool :=
  findLoop n k table mirrored q l r period period 0 q l r period period period

/-- Computes whether the machine never halts from state `q` (counted from `1`) and half tapes `l`
and `r`: now or later there is a loop, or another check says so. -/
noncomputable def runsForever (S : Search) (table mirrored q l r : Nat) : Bool :=
  Bool.orElse (hasLoop S.n S.k table mirrored S.period q l r)
    (Bool.orElse
      (Option.rec (motive := fun _ => Bool) false
        (fun y => hasLoop S.n S.k table mirrored (Nat.mul 2 S.period) y.state y.left y.right)
        (simulate S.n S.k table S.later q l r S.later))
      (S.other table))

/-- How many of the lowest digits of `x` are not `0`. -/
noncomputable def nonZero (k : Nat) (fuel : Nat) : Nat → Nat :=
  Nat.rec (motive := fun _ => Nat → Nat) (fun _ => 0)
    (fun _ count x => Nat.add
      (Nat.rec (motive := fun _ => Nat) 0 (fun _ _ => 1) (Nat.mod x k)) (count (Nat.div x k)))
    fuel

/-- Computes whether the machine, if it halts in the next step, is within the bounds. -/
noncomputable def mayHalt (S : Search) (l r t : Nat) : Bool :=
  Bool.andThen (Nat.ble (Nat.succ t) S.steps)
    (Bool.andThen (Nat.ble (Nat.succ l) (Nat.pow S.k (Nat.succ S.steps)))
      (Bool.andThen (Nat.ble (Nat.succ (Nat.div r S.k)) (Nat.pow S.k (Nat.succ S.steps)))
        (Nat.ble (Nat.succ (Nat.add (nonZero S.k (Nat.succ S.steps) l)
          (nonZero S.k (Nat.succ S.steps) (Nat.div r S.k)))) S.cells)))

/-- Computes whether a table has a transition that does not halt at each of its first places. -/
noncomputable def complete (n k table : Nat) : Nat → Bool :=
  Nat.allBelow fun place => Nat.ble 1 (Nat.div (Nat.div (Nat.mod (Nat.div table
    (Nat.pow (codeBound n k) place)) (codeBound n k)) k) 2)

/-- Computes whether a table is in a list. -/
noncomputable def isIn (table : Nat) : List Nat → Bool :=
  List.rec (motive := fun _ => Bool) false fun other _ rest =>
    Bool.orElse (Nat.beq table other) rest

/-- Computes, for a transition of which only the place is known, whether all is well with each that
may stand there; these are the codes from `2 * k` on, so many. -/
noncomputable def branch (S : Search) (continue_ : Nat → Nat → Nat → Bool)
    (table mirrored used power : Nat) : Nat → Bool :=
  Nat.allBelow fun i =>
    eager (Nat.add (Nat.mul 2 S.k) i) fun e =>
    eager (Nat.add table (Nat.mul e power)) fun table =>
    Bool.orElse (isIn table S.proved)
      (eager (Nat.add mirrored (Nat.mul (mirrorCode S.k e) power)) fun mirrored =>
        eager (Nat.pred (Nat.div (Nat.div e S.k) 2)) fun q =>
        eager (Bool.rec (motive := fun _ => Nat) q used (Nat.ble q used)) fun used =>
        continue_ table mirrored used)

/-- The search, from a table, that of the mirror image, the greatest state that occurs in them, the
state that the run has come to, its half tapes, and the time. -/
noncomputable def run (S : Search) (fuel : Nat) : Nat → Nat → Nat → Nat → Nat → Nat → Nat → Bool :=
  Nat.rec (motive := fun _ => Nat → Nat → Nat → Nat → Nat → Nat → Nat → Bool)
    (fun _ _ _ _ _ _ _ => false)
    (fun _ continue_ table mirrored used q l r t =>
      eager (Nat.add (Nat.mul q S.k) (Nat.mod r S.k)) fun place =>
      eager (Nat.mod (Nat.div table (Nat.pow (codeBound S.n S.k) place))
        (codeBound S.n S.k)) fun e =>
      Nat.rec (motive := fun _ => Bool)
        (Bool.andThen (Nat.beq e 0) (Bool.andThen (S.mayHalt l r t)
          (Bool.orElse (Nat.beq (Nat.mod (Nat.div S.halts (Nat.pow 2 place)) 2) 1)
            (eager (Nat.pow (codeBound S.n S.k) place) fun power =>
              Bool.orElse
                (eager (Nat.add table (Nat.mul (Nat.mul 2 S.k) power)) fun last =>
                  complete S.n S.k last (Nat.mul S.n S.k))
                (S.branch (fun table mirrored used => continue_ table mirrored used q l r t)
                  table mirrored used power (Nat.mul (Nat.mul 2 S.k)
                    (Bool.rec (motive := fun _ => Nat) S.n (Nat.add used 2)
                      (Nat.ble (Nat.add used 2) S.n))))))))
        (fun q' _ =>
          Bool.rec (motive := fun _ => Bool) (S.runsForever table mirrored (Nat.succ q) l r)
            (Nat.rec (motive := fun _ => Bool)
              (eager (Nat.div l S.k) fun l' =>
                eager (Nat.add (Nat.mod l S.k)
                  (Nat.mul S.k (Nat.add (Nat.mod e S.k) (Nat.mul S.k (Nat.div r S.k))))) fun r' =>
                eager (Nat.succ t) fun t => continue_ table mirrored used q' l' r' t)
              (fun _ _ =>
                eager (Nat.add (Nat.mod e S.k) (Nat.mul S.k l)) fun l' =>
                eager (Nat.div r S.k) fun r' =>
                eager (Nat.succ t) fun t => continue_ table mirrored used q' l' r' t)
              (Nat.mod (Nat.div e S.k) 2))
            (Nat.ble (Nat.succ t) S.steps))
        (Nat.div (Nat.div e S.k) 2))
    fuel

/-- Computes whether a table is that of the mirror image, and both know of no state above `used`. -/
noncomputable def sound (n k used table mirrored : Nat) : Bool :=
  Nat.allBelow (fun place =>
    eager (Nat.mod (Nat.div table (Nat.pow (codeBound n k) place)) (codeBound n k)) fun e =>
    eager (Nat.mod (Nat.div mirrored (Nat.pow (codeBound n k) place)) (codeBound n k)) fun e' =>
    Nat.rec (motive := fun _ => Bool) (Nat.beq e' 0)
      (fun q' _ => Bool.andThen (Nat.beq e' (mirrorCode k e))
        (Bool.andThen (Nat.ble q' used) (Nat.ble (Nat.div place k) used)))
      (Nat.div (Nat.div e k) 2)) (Nat.mul n k)

/-- Computes whether the n-grams of the machine that halts where a table knows nothing are closed, for
some small windows. -/
noncomputable def byNGrams (n k : Nat) [NeZero k] (table : Nat) : Bool :=
  Bool.orElse ((Machine.ofTable n k table).ngramCheck 1 1 0)
    (Bool.orElse ((Machine.ofTable n k table).ngramCheck 2 2 0)
      (Bool.orElse ((Machine.ofTable n k table).ngramCheck 3 3 0)
        ((Machine.ofTable n k table).ngramCheck 3 3 2)))

/-- Computes whether the search shows that all machines that a table may be completed to are within
the bounds. -/
noncomputable def check (S : Search) (fuel used table mirrored : Nat) : Bool :=
  Bool.andThen (sound S.n S.k used table mirrored) (S.run fuel table mirrored used 0 0 0 0)

end Search

end BBSynth
