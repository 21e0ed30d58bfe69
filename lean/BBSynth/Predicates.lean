module

public import BBSynth.Machine

/-!
# What is said of machines

The notions that statements are written in, beyond those of `BBSynth.Machine`. They are plain
definitions over the same semantics.

## Main definitions

* of machines that halt: `BBSynth.Machine.HaltsWithin`, `BBSynth.Machine.RunsFor`,
  `BBSynth.Machine.HaltsWith`, `BBSynth.Machine.VisitsExactly`
* of machines that do not: `BBSynth.Machine.RepeatsFrom`, `BBSynth.Machine.StaysWithin`,
  `BBSynth.Machine.LeavesEveryInterval`, `BBSynth.Machine.NeverUses`,
  `BBSynth.Machine.VisitsAtLeast`
* of classes of machines: `BBSynth.PartialMachine`, `BBSynth.Machine.Completes`,
  `BBSynth.MostSteps`, `BBSynth.MostLeft`
* of runs that start elsewhere: `BBSynth.Config.written`, `BBSynth.Machine.HaltsAfterFrom`,
  `BBSynth.Machine.NeverHaltsFrom`
* of configurations with a parameter: `BBSynth.Config.rows`, `BBSynth.Machine.Reaches`
-/

@[expose] public section

namespace BBSynth

namespace Config

variable {n k : Nat}

/-- The tape holds the symbols of a list in the cells from `start` on, the first in cell `start`,
and is blank elsewhere. -/
def Holds [NeZero k] (c : Config n k) (start : Int) (symbols : List (Fin k)) : Prop :=
  ∀ i, c.tape i = if start ≤ i then symbols.getD (i - start).toNat 0 else 0

/-- The same configuration `d` cells further to the right. -/
def shift (c : Config n k) (d : Int) : Config n k where
  state := c.state
  head := c.head + d
  tape := fun i => c.tape (i - d)

/-- The cells of a row of words from left to right, each word repeated so many times:
`[([1, 0], 2), ([1], 3)]` are the cells `1, 0, 1, 0, 1, 1, 1`. -/
noncomputable def spell {α : Type} : List (List α × Nat) → List α
  | [] => []
  | (word, times) :: row => (List.replicate times word).flatten ++ spell row

/-- State `q`, and the tape between blanks: the row `left` ends in cell `-1`, the row `right`
begins in cell `0`. If the machine faces right, its head is on cell `0`; if it faces left, its head
is on cell `-1`. -/
noncomputable def rows [NeZero k] (q : Fin n) (facing : Dir) (left right : List (List (Fin k) × Nat)) :
    Config n k where
  state := some q
  head := match facing with
    | .left => -1
    | .right => 0
  tape := fun i =>
    if 0 ≤ i then (spell right).getD i.toNat 0 else (spell left).reverse.getD (-1 - i).toNat 0

/-- State `q`, the head on cell `head`, and on the tape the symbols of a list in the cells from
`start` on, and blanks elsewhere. -/
noncomputable def written [NeZero k] (q : Fin n) (head start : Int) (symbols : List (Fin k)) : Config n k where
  state := some q
  head := head
  tape := fun i => if start ≤ i then symbols.getD (i - start).toNat 0 else 0

end Config

namespace Machine

variable {n k : Nat}

-- Irreducible, as Lean would otherwise run machines to see that two statements are not the same.
/-- From the configuration `c`, exactly `t` steps lead to the configuration `d`, wherever on the
tape. -/
@[irreducible] def Reaches (M : Machine n k) (c d : Config n k) (t : Nat) : Prop :=
  ∃ s, M.run t c = d.shift s

/-- A machine of which only some transitions are known; `none` stands for what is not known. -/
abbrev _root_.BBSynth.PartialMachine (n k : Nat) := Fin n → Fin k → Option (Transition n k)

/-- The machine has all the transitions that are known of a partial machine. -/
def Completes (M : Machine n k) (P : PartialMachine n k) : Prop :=
  ∀ q s t, P q s = some t → M q s = t

/-- Started in the configuration `c`, the machine halts after exactly `N` steps, the halting step
included: it has halted after `N` steps, and not after fewer. -/
def HaltsAfterFrom (M : Machine n k) (c : Config n k) (N : Nat) : Prop :=
  (M.run N c).Halted ∧ ∀ t, t < N → ¬ (M.run t c).Halted

/-- Started in the configuration `c`, the machine never halts. -/
def NeverHaltsFrom (M : Machine n k) (c : Config n k) : Prop := ∀ t, ¬ (M.run t c).Halted

variable [NeZero n] [NeZero k]

/-- Started on the blank tape, the machine halts after at most `N` steps, the halting step
included. -/
def HaltsWithin (M : Machine n k) (N : Nat) : Prop := ∃ t, t ≤ N ∧ M.HaltsAfter t

/-- Started on the blank tape, the machine makes at least `N` steps: it has not halted after fewer
than `N`. -/
def RunsFor (M : Machine n k) (N : Nat) : Prop := ∀ t, t < N → ¬ (M.run t .initial).Halted

/-- Started on the blank tape, the machine halts; the tape then holds the symbols of a list in the
cells from `start` on and is blank elsewhere, and the head is on cell `head`. It starts on cell `0`,
and the step that halts moves the head too. -/
def HaltsWith (M : Machine n k) (start : Int) (symbols : List (Fin k)) (head : Int) : Prop :=
  ∃ N, M.HaltsAfter N ∧ (M.run N .initial).Holds start symbols ∧ (M.run N .initial).head = head

/-- Started on the blank tape, the machine halts, and has visited exactly `s` cells: on these, and
no others, its head was before one of the steps. (A cell that the head enters only with the step
that halts is not visited.) -/
def VisitsExactly (M : Machine n k) (s : Nat) : Prop :=
  ∃ N, M.HaltsAfter N ∧ ∃ cells : List Int, cells.Nodup ∧ cells.length = s ∧
    ∀ i, i ∈ cells ↔ ∃ t, t < N ∧ (M.run t .initial).head = i

/-- Started on the blank tape, the machine visits at least `s` cells in its first `t` steps: there
are `s` different cells on each of which its head is before one of these steps. -/
def VisitsAtLeast (M : Machine n k) (t s : Nat) : Prop :=
  ∃ cells : List Int, cells.Nodup ∧ cells.length = s ∧
    ∀ i, i ∈ cells → ∃ u, u < t ∧ (M.run u .initial).head = i

/-- Started on the blank tape, the machine repeats itself from step `m` on, with period `p`: it has
not halted after `m` steps, after `m + p` steps it is in the same configuration (the head on the
same cell), and all configurations before that one are different. So neither `m` nor `p` can be
less. -/
def RepeatsFrom (M : Machine n k) (m p : Nat) : Prop :=
  0 < p ∧ ¬ (M.run m .initial).Halted ∧ M.run (m + p) .initial = M.run m .initial ∧
    ∀ s t, s < t → t < m + p → M.run s .initial ≠ M.run t .initial

/-- Started on the blank tape with its head on cell `0`, the machine never moves its head out of the
cells from `a` to `b`, both included. -/
def StaysWithin (M : Machine n k) (a b : Int) : Prop :=
  ∀ t, a ≤ (M.run t .initial).head ∧ (M.run t .initial).head ≤ b

/-- Started on the blank tape, the machine moves its head out of every finite part of the tape. -/
def LeavesEveryInterval (M : Machine n k) : Prop :=
  ∀ a b : Int, ∃ t, (M.run t .initial).head < a ∨ b < (M.run t .initial).head

/-- Started on the blank tape, the machine never reads symbol `s` in state `q`. -/
def NeverUses (M : Machine n k) (q : Fin n) (s : Fin k) : Prop :=
  ∀ t, ¬ ((M.run t .initial).state = some q ∧
    (M.run t .initial).tape (M.run t .initial).head = s)

end Machine

/-- Among all machines with `n` states and `k` symbols that halt, started on the blank tape, `N` is
the greatest number of steps: Radó's `S(n, k)`. -/
def MostSteps (n k N : Nat) [NeZero n] [NeZero k] : Prop :=
  (∃ M : Machine n k, M.HaltsAfter N) ∧ ∀ (M : Machine n k) (t : Nat), M.HaltsAfter t → t ≤ N

/-- Among all machines with `n` states and `k` symbols that halt, started on the blank tape, `s` is
the greatest number of cells that are not blank then: for two symbols, Radó's `Σ(n)`. -/
def MostLeft (n k s : Nat) [NeZero n] [NeZero k] : Prop :=
  (∃ M : Machine n k, M.HaltsLeaving s) ∧ ∀ (M : Machine n k) (s' : Nat), M.HaltsLeaving s' → s' ≤ s

end BBSynth
