module

public import BBSynth.Table

/-!
# Running a machine on many configurations at once

A *stage* is a state, a direction, and what lies behind and ahead of the head: single cells, and
words that are repeated `a * m` times, for a parameter `m`. So it stands for one configuration for
each value of `m`. It is run as it is, for all of them together. Most steps are those of the
machine. Where its head comes to a word that is repeated, it may be that the machine, put on the
first cell of the word, leaves it behind, in the state that it came in; then it crosses all the
copies. It may carry some cells along: those that are behind its head when it comes, and are so
again when it leaves.

Repeated words are kept as far from the head as their cells permit (`c (uc) ^ m = (cu) ^ m c`), and
single copies as cells, so that equal configurations come to be equal stages.

## Main definitions

* `BBSynth.Rules.Stage`: configurations with a parameter
* `BBSynth.Rules.advance`: one step, or one crossing
* `BBSynth.Rules.arrives`: computes whether one stage leads to another, in so many steps
-/

@[expose] public section

namespace BBSynth

namespace Rules

/-! ### The computation -/

/-- What lies on a side, nearest to the head first: single cells, and words that are repeated
`slope * m` times. -/
abbrev Item := Nat ⊕ (List Nat × Nat)

/-- A single cell. -/
abbrev Item.cell (symbol : Nat) : Item := .inl symbol

/-- A word that is repeated. -/
abbrev Item.block (word : List Nat) (slope : Nat) : Item := .inr (word, slope)

/-- A value for single cells, and one for repeated words. -/
noncomputable abbrev Item.elim {α : Type} (cell : Nat → α) (block : List Nat → Nat → α)
    (item : Item) : α :=
  Sum.rec (motive := fun _ => α) cell (fun wa => block wa.1 wa.2) item

/-- A family on its way: the state, the direction in which the machine faces (`1` is right), what is
behind its head, what is ahead (the cell under the head first), and the number of steps so far, as
`slope * m + constant`. -/
structure Stage where
  state : Nat
  facing : Nat
  behind : List Item
  ahead : List Item
  slope : Nat
  constant : Nat

/-- How a run through some cells ends: in which state, facing where, with which cells behind, and
after how many steps. -/
structure Exit where
  state : Nat
  facing : Nat
  behind : List Nat
  time : Nat

/-- The code of the transition. -/
noncomputable def codeOf (n k table q s : Nat) : Nat :=
  Nat.mod (Nat.div table (Nat.pow (codeBound n k) (Nat.add (Nat.mul q k) s))) (codeBound n k)

/-- Runs the machine on the cells behind and ahead until there is none ahead. -/
noncomputable def walk (n k table : Nat) (fuel : Nat) :
    Nat → Nat → List Nat → List Nat → Nat → Option Exit :=
  Nat.rec (motive := fun _ => Nat → Nat → List Nat → List Nat → Nat → Option Exit)
    (fun _ _ _ _ _ => none)
    (fun _ continue_ q f behind ahead t =>
      List.rec (motive := fun _ => Option Exit) (some ⟨q, f, behind, t⟩)
        (fun s rest _ =>
          eager (codeOf n k table q s) fun e =>
          Nat.rec (motive := fun _ => Option Exit) none
            (fun q' _ =>
              eager (Nat.mod e k) fun w =>
              eager (Nat.mod (Nat.div e k) 2) fun f' =>
              Bool.rec (motive := fun _ => Option Exit)
                (continue_ q' f' (w :: rest) behind (Nat.succ t))
                (continue_ q' f' (w :: behind) rest (Nat.succ t))
                (Nat.beq f' f))
            (Nat.div (Nat.div e k) 2))
        ahead)
    fuel

/-- A single cell, put onto a side. Beyond the last item all is blank. -/
noncomputable def pushCell (w : Nat) (side : List Item) : List Item :=
  List.rec (motive := fun _ => List Item)
    (Nat.rec (motive := fun _ => List Item) [] (fun _ _ => [.cell w]) w)
    (fun _ _ _ => .cell w :: side) side

/-- Some cells, put onto a side; the first is to be the nearest. -/
noncomputable def pushCells (ws : List Nat) (side : List Item) : List Item :=
  List.rec (motive := fun _ => List Item) side (fun w _ rest => pushCell w rest) ws

/-- Computes whether two words are the same. -/
noncomputable def sameWord : List Nat → List Nat → Bool :=
  List.rec (motive := fun _ => List Nat → Bool)
    (List.rec (motive := fun _ => Bool) true (fun _ _ _ => false))
    (fun x _ same => List.rec (motive := fun _ => Bool) false
      (fun y ys _ => Bool.rec (motive := fun _ => Bool) false (same ys) (Nat.beq x y)))

/-- A repeated word before blanks, turned as far as the blanks permit. -/
noncomputable def pushLast (a fuel : Nat) : List Nat → List Item :=
  Nat.rec (motive := fun _ => List Nat → List Item) (fun w => [.block w a])
    (fun _ again w =>
      List.rec (motive := fun _ => List Item) []
        (fun s rest _ => Nat.rec (motive := fun _ => List Item)
          (pushCell 0 (again (rest ++ [s]))) (fun _ _ => [.block w a]) s) w)
    fuel

/-- Computes whether all cells of a word are blank. -/
noncomputable def allBlank (w : List Nat) : Bool :=
  List.rec (motive := fun _ => Bool) true
    (fun s _ rest => Bool.rec (motive := fun _ => Bool) false rest (Nat.beq s 0)) w

/-- A repeated word, put onto a side. It is moved away from the head as far as its cells permit, and
joined with a neighbour that repeats the same word. -/
noncomputable def pushBlock (a : Nat) (side : List Item) : List Nat → List Item :=
  List.rec (motive := fun _ => List Nat → List Item)
    (fun w => Bool.rec (motive := fun _ => List Item) (pushLast a w.length w) [] (allBlank w))
    (fun item rest further w =>
      Item.elim
        (fun s => List.rec (motive := fun _ => List Item) (item :: rest)
          (fun s' ws _ => Bool.rec (motive := fun _ => List Item) (.block w a :: item :: rest)
            (pushCell s (further (ws ++ [s']))) (Nat.beq s s')) w)
        (fun v b => Bool.rec (motive := fun _ => List Item) (.block w a :: item :: rest)
          (eager (Nat.add a b) fun ab => .block v ab :: rest) (sameWord v w))
        item)
    side

/-- Takes so many cells off a side, if there are no repeated words among them. -/
noncomputable def takeCells (count : Nat) : List Item → Option (List Nat × List Item) :=
  Nat.rec (motive := fun _ => List Item → Option (List Nat × List Item))
    (fun side => some ([], side))
    (fun _ more side =>
      List.rec (motive := fun _ => Option (List Nat × List Item))
        (Option.rec (motive := fun _ => Option (List Nat × List Item)) none
          (fun taken => some (0 :: taken.1, taken.2)) (more []))
        (fun item rest _ => Item.elim
          (fun s => Option.rec (motive := fun _ => Option (List Nat × List Item)) none
            (fun taken => some (s :: taken.1, taken.2)) (more rest))
          (fun _ _ => none) item)
        side)
    count

/-- What remains of a word behind the prefix `u`. -/
noncomputable def afterPrefix : List Nat → List Nat → Option (List Nat) :=
  List.rec (motive := fun _ => List Nat → Option (List Nat)) some
    (fun x _ after => List.rec (motive := fun _ => Option (List Nat)) none
      (fun y ys _ => Bool.rec (motive := fun _ => Option (List Nat)) none (after ys)
        (Nat.beq x y)))

/-- The crossing of a word that is repeated, with `count` cells carried along. -/
noncomputable def crossWith (n k table : Nat) (x : Stage) (w : List Nat) (a : Nat)
    (rest : List Item) (count : Nat) : Option Stage :=
  Option.rec (motive := fun _ => Option Stage) none
    (fun taken =>
      Option.rec (motive := fun _ => Option Stage) none
        (fun out => Bool.rec (motive := fun _ => Option Stage) none
          (Bool.rec (motive := fun _ => Option Stage) none
            (Option.rec (motive := fun _ => Option Stage) none
              (fun w' => eager (Nat.add x.slope (Nat.mul out.time a)) fun slope =>
                some ⟨x.state, x.facing, pushCells taken.1 (pushBlock a taken.2 w'), rest, slope,
                  x.constant⟩)
              (afterPrefix taken.1 out.behind))
            (Nat.beq out.facing x.facing))
          (Nat.beq out.state x.state))
        (walk n k table 1000 x.state x.facing taken.1 w 0))
    (takeCells count x.behind)

/-- The crossing of a word that is repeated, with as few cells carried along as possible. -/
noncomputable def crossing (n k table : Nat) (x : Stage) (w : List Nat) (a : Nat)
    (rest : List Item) (tries : Nat) : Nat → Option Stage :=
  Nat.rec (motive := fun _ => Nat → Option Stage) (fun _ => none)
    (fun _ again count =>
      Option.rec (motive := fun _ => Option Stage) (again (Nat.succ count)) some
        (crossWith n k table x w a rest count))
    tries

/-- One step of the machine that reads `s`. -/
noncomputable def stepOn (n k table : Nat) (x : Stage) (s : Nat) (rest : List Item) :
    Option Stage :=
  eager (codeOf n k table x.state s) fun e =>
  Nat.rec (motive := fun _ => Option Stage) none
    (fun q' _ =>
      eager (Nat.mod e k) fun w =>
      eager (Nat.mod (Nat.div e k) 2) fun f' =>
      eager (Nat.succ x.constant) fun constant =>
      Bool.rec (motive := fun _ => Option Stage)
        (some ⟨q', f', pushCell w rest, x.behind, x.slope, constant⟩)
        (some ⟨q', f', pushCell w x.behind, rest, x.slope, constant⟩)
        (Nat.beq f' x.facing))
    (Nat.div (Nat.div e k) 2)

/-- One step, or one crossing, on a whole family. -/
noncomputable def advance (n k table : Nat) (x : Stage) : Option Stage :=
  List.rec (motive := fun _ => Option Stage) (stepOn n k table x 0 [])
    (fun item rest _ => Item.elim
      (fun s => stepOn n k table x s rest)
      (fun w a => crossing n k table x w a rest 9 0) item)
    x.ahead

/-- Computes whether two sides are the same. -/
noncomputable def sameSide : List Item → List Item → Bool :=
  List.rec (motive := fun _ => List Item → Bool)
    (List.rec (motive := fun _ => Bool) true (fun _ _ _ => false))
    (fun x _ same => List.rec (motive := fun _ => Bool) false
      (fun y ys _ => Item.elim
        (fun s => Item.elim
          (fun s' => Bool.rec (motive := fun _ => Bool) false (same ys) (Nat.beq s s'))
          (fun _ _ => false) y)
        (fun v a => Item.elim (fun _ => false)
          (fun w b => Bool.rec (motive := fun _ => Bool) false
            (Bool.rec (motive := fun _ => Bool) false (same ys) (sameWord v w)) (Nat.beq a b)) y)
        x))

/-- Computes whether two stages are the same, but for the time. -/
noncomputable def Stage.same (x y : Stage) : Bool :=
  Bool.rec (motive := fun _ => Bool) false
    (Bool.rec (motive := fun _ => Bool) false
      (Bool.rec (motive := fun _ => Bool) false (sameSide x.behind y.behind)
        (sameSide x.ahead y.ahead))
      (Nat.beq x.facing y.facing))
    (Nat.beq x.state y.state)

/-- Computes whether the time is right, if the stage is that of the goal; if not, what follows. It
is a definition of its own because the kernel's calls nest until it has to unfold one. -/
noncomputable def arrivesStep (n k table : Nat) (goal : Stage) (again : Stage → Bool) (x : Stage) :
    Bool :=
  Bool.rec (motive := fun _ => Bool)
    (Option.rec (motive := fun _ => Bool) false again (advance n k table x))
    (Bool.rec (motive := fun _ => Bool) false (Nat.beq x.constant goal.constant)
      (Nat.beq x.slope goal.slope))
    (x.same goal)

/-- Goes on until the stage is that of the goal, and computes whether the goal's time is right. -/
noncomputable def arrives (n k table : Nat) (goal : Stage) (fuel : Nat) : Stage → Bool :=
  Nat.rec (motive := fun _ => Stage → Bool) (fun _ => false)
    (fun _ again => arrivesStep n k table goal again) fuel

/-- A word so many times, put onto a side. -/
noncomputable def pushCopies (w : List Nat) (side : List Item) (count : Nat) : List Item :=
  Nat.rec (motive := fun _ => List Item) side (fun _ rest => pushCells w rest) count

/-- A row as a side, its first word the nearest. -/
noncomputable def sideOf (row : List (List Nat × Nat × Nat)) : List Item :=
  List.rec (motive := fun _ => List Item) []
    (fun entry _ rest => pushCopies entry.1
      (Nat.rec (motive := fun _ => List Item) rest
        (fun a _ => pushBlock (Nat.succ a) rest entry.1) entry.2.1) entry.2.2) row

end Rules

end BBSynth
