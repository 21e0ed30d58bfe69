module

public import BBSynth.Crossing
public import BBSynth.Predicates

/-!
# Rules for configurations with a parameter

A *family* of configurations `C m` is a state, the side of an edge between two cells that the head
is on, and a row of words on each side of the edge, each repeated `a * m + b` times; all else is
blank. A *rule* says that from `C m`, for every `m`, so many steps lead to `C (m + 1)`, or to the
configuration `D m` of another family. It is proved by running the machine on the whole family at
once (see `BBSynth.Stages`).

## Main definitions

* `BBSynth.Family`, `BBSynth.Family.at`: a family of configurations

## Main results

* `BBSynth.Machine.reaches_of_check`, `BBSynth.Machine.rule_of_check`: rules, by computation
* `BBSynth.Machine.start_of_check`: from the blank tape to a configuration of a family
* `BBSynth.Machine.neverHalts_of_rule`, `BBSynth.Machine.passes_of_rule`: a machine that comes to
  `C 0`, and has a rule for `C`, never halts, and passes every `C m`
* `BBSynth.Machine.Reaches.trans`, `BBSynth.Machine.neverHalts_of_reaches`: the same for families
  of any form
-/

@[expose] public section

namespace BBSynth

/-- The number `a * m + b`, so written that it is `b`, `m`, `m + b` or `a * m` where it can be. -/
def linear (a b m : Nat) : Nat :=
  match a, b with
  | 0, b => b
  | 1, 0 => m
  | 1, b + 1 => m + (b + 1)
  | a + 2, 0 => (a + 2) * m
  | a + 2, b + 1 => (a + 2) * m + (b + 1)

/-- The number is `a * m + b`. -/
theorem linear_eq (a b m : Nat) : linear a b m = a * m + b := by
  match a, b with
  | 0, b => exact (by rw [Nat.zero_mul, Nat.zero_add] : b = 0 * m + b)
  | 1, 0 => exact (Nat.one_mul m).symm
  | 1, b + 1 => exact congrArg (· + (b + 1)) (Nat.one_mul m).symm
  | a + 2, 0 => rfl
  | a + 2, b + 1 => rfl

/-- A family of configurations. The rows are from left to right; `(w, a, b)` is the word `w`,
repeated `a * m + b` times. -/
structure Family (n k : Nat) where
  state : Fin n
  facing : Dir
  left : List (List (Fin k) × Nat × Nat)
  right : List (List (Fin k) × Nat × Nat)

/-- A row for a value of the parameter. -/
def rowAt {k : Nat} (m : Nat) : List (List (Fin k) × Nat × Nat) → List (List (Fin k) × Nat)
  | [] => []
  | (w, a, b) :: row => (w, linear a b m) :: rowAt m row

/-- The configuration of a family for a value of the parameter. -/
noncomputable def Family.at {n k : Nat} [NeZero k] (F : Family n k) (m : Nat) : Config n k :=
  .rows F.state F.facing (rowAt m F.left) (rowAt m F.right)

/-- The family that is the same configuration for all values of the parameter, that of another
family for the value `j`. -/
def Family.fixed {n k : Nat} (F : Family n k) (j : Nat) : Family n k :=
  ⟨F.state, F.facing, fixedRow j F.left, fixedRow j F.right⟩
where
  /-- A row with the numbers for `j`. -/
  fixedRow (j : Nat) : List (List (Fin k) × Nat × Nat) → List (List (Fin k) × Nat × Nat)
    | [] => []
    | (w, a, b) :: row => (w, 0, linear a b j) :: fixedRow j row

namespace Rules

/-! ### Families as stages -/

/-- A row of symbols as one of numbers, `shift` added to the parameter. -/
noncomputable def rowOf {k : Nat} (shift : Nat) : List (List (Fin k) × Nat × Nat) → List (List Nat × Nat × Nat)
  | [] => []
  | (w, a, b) :: row => (w.map Fin.val, a, a * shift + b) :: rowOf shift row

/-- A row from right to left. -/
noncomputable def backwards : List (List Nat × Nat × Nat) → List (List Nat × Nat × Nat)
  | [] => []
  | (w, a, b) :: row => backwards row ++ [(w.reverse, a, b)]

/-- A family as a stage, `shift` added to the parameter. -/
noncomputable def stageOf {n k : Nat} (F : Family n k) (shift slope constant : Nat) : Stage :=
  Dir.rec (motive := fun _ => Stage)
    ⟨F.state.val, 0, sideOf (rowOf shift F.right), sideOf (backwards (rowOf shift F.left)), slope,
      constant⟩
    ⟨F.state.val, 1, sideOf (backwards (rowOf shift F.left)), sideOf (rowOf shift F.right), slope,
      constant⟩
    F.facing

variable {n k : Nat}

/-- The cells of two rows, one after the other, are those of both. -/
theorem spelled_append (m : Nat) (xs ys : List (List Nat × Nat × Nat)) :
    spelled m (xs ++ ys) = spelled m xs ++ spelled m ys := by
  induction xs with
  | nil => rfl
  | cons entry xs ih => rw [List.cons_append, spelled, spelled, ih, List.append_assoc]

/-- Copies of a word, reversed, are copies of the reversed word. -/
theorem reverse_rep (w : List Nat) (t : Nat) : (rep w t).reverse = rep w.reverse t := by
  induction t with
  | zero => rfl
  | succ t ih => rw [rep, List.reverse_append, ih, rep_comm, rep]

/-- The cells of a row from right to left are those of the row, reversed. -/
theorem spelled_backwards (m : Nat) (row : List (List Nat × Nat × Nat)) :
    spelled m (backwards row) = (spelled m row).reverse := by
  induction row with
  | nil => rfl
  | cons entry row ih =>
    obtain ⟨w, a, b⟩ := entry
    have hone : spelled m [(w.reverse, a, b)] = rep w.reverse (a * m + b) := List.append_nil _
    rw [backwards, spelled_append, ih, hone, spelled, List.reverse_append, reverse_rep]

/-- The cells of a row of symbols, as numbers, are those of the row of numbers. -/
theorem spelled_rowOf (m shift : Nat) (row : List (List (Fin k) × Nat × Nat)) :
    spelled m (rowOf shift row) = (Config.spell (rowAt (m + shift) row)).map Fin.val := by
  induction row with
  | nil => rfl
  | cons entry row ih =>
    obtain ⟨w, a, b⟩ := entry
    have hrep : ∀ t, rep (w.map Fin.val) t = (List.replicate t w).flatten.map Fin.val := by
      intro t
      induction t with
      | zero => rfl
      | succ t ih => rw [List.replicate_succ, List.flatten_cons, List.map_append, rep, ih]
    rw [rowOf, spelled, ih, rowAt, Config.spell, List.map_append, hrep, linear_eq]
    congr 4
    rw [Nat.mul_add, Nat.add_assoc]

/-- The symbols of a list as numbers, blank beyond its end. -/
theorem getD_map [NeZero k] (xs : List (Fin k)) (j : Nat) :
    (xs.getD j 0).val = (xs.map Fin.val).getD j 0 := by
  induction xs generalizing j with
  | nil => rfl
  | cons x xs ih =>
    cases j with
    | zero => rfl
    | succ j => exact ih j

/-- A family is a stage. -/
theorem stageOf_is [NeZero k] (F : Family n k) (shift slope constant m : Nat) :
    (stageOf F shift slope constant).Is m (F.at (m + shift)) := by
  have hright : ∀ j : Nat, ((F.at (m + shift)).tape j).val =
      (cells m (sideOf (rowOf shift F.right))).getD j 0 := by
    intro j
    rw [cells_sideOf, spelled_rowOf, ← getD_map]
    simp only [Family.at, Config.rows]
    rw [if_pos (by omega), Int.toNat_natCast]
  have hleft : ∀ j : Nat, ((F.at (m + shift)).tape (-1 - j)).val =
      (cells m (sideOf (backwards (rowOf shift F.left)))).getD j 0 := by
    intro j
    rw [cells_sideOf, spelled_backwards, spelled_rowOf, ← List.map_reverse, ← getD_map]
    simp only [Family.at, Config.rows]
    rw [if_neg (by omega), show (-1 - (-1 - (j : Int))).toNat = j by omega]
  have hstate : stateCode (F.at (m + shift)).state = F.state.val + 1 := rfl
  unfold stageOf Stage.Is
  cases hfacing : F.facing with
  | left =>
    have hhead : (F.at (m + shift)).head = -1 := by
      show (match F.facing with | .left => -1 | .right => 0 : Int) = -1
      rw [hfacing]
    refine ⟨hstate, Nat.zero_lt_two, fun j => ?_, fun j => ?_⟩
    · have := hleft j
      simp only [ahead, if_true]
      rw [hhead, show (-1 : Int) + -1 * j = -1 - j by omega]
      exact this
    · have := hright j
      simp only [ahead, if_true]
      rw [hhead, show (-1 : Int) - -1 * (j + 1) = j by omega]
      exact this
  | right =>
    have hhead : (F.at (m + shift)).head = 0 := by
      show (match F.facing with | .left => -1 | .right => 0 : Int) = 0
      rw [hfacing]
    refine ⟨hstate, Nat.one_lt_two, fun j => ?_, fun j => ?_⟩
    · have := hright j
      simp only [ahead, if_neg Nat.one_ne_zero]
      rw [hhead, show (0 : Int) + 1 * j = j by omega]
      exact this
    · have := hleft j
      simp only [ahead, if_neg Nat.one_ne_zero]
      rw [hhead, show (0 : Int) - 1 * (j + 1) = -1 - j by omega]
      exact this

/-- Configurations of the same stage differ in their place on the tape only. -/
theorem Stage.Is.exists_shift {x : Stage} {m : Nat} {c d : Config n k} (hc : x.Is m c)
    (hd : x.Is m d) : ∃ s, c = d.shift s := by
  have hstate : c.state = d.state := by
    have h := hc.state.trans hd.state.symm
    cases hcs : c.state with
    | none =>
      cases hds : d.state with
      | none => rfl
      | some q => rw [hcs, hds] at h; cases h
    | some p =>
      cases hds : d.state with
      | none => rw [hcs, hds] at h; cases h
      | some q => rw [hcs, hds] at h; exact congrArg some (Fin.ext (Nat.succ.inj h))
  have htape : c.tape = fun i => d.tape (i - (c.head - d.head)) := by
    funext i
    apply Fin.ext
    have hcut : (∃ j : Nat, i = c.head + Rules.ahead x.facing * j) ∨
        ∃ j : Nat, i = c.head - Rules.ahead x.facing * ((j : Int) + 1) := by
      unfold Rules.ahead
      by_cases hf : x.facing = 0
      · rw [if_pos hf]
        by_cases hi : i ≤ c.head
        · exact .inl ⟨(c.head - i).toNat, by omega⟩
        · exact .inr ⟨(i - c.head - 1).toNat, by omega⟩
      · rw [if_neg hf]
        by_cases hi : c.head ≤ i
        · exact .inl ⟨(i - c.head).toNat, by omega⟩
        · exact .inr ⟨(c.head - i - 1).toNat, by omega⟩
    rcases hcut with ⟨j, rfl⟩ | ⟨j, rfl⟩
    · rw [hc.ahead j, ← hd.ahead j]
      congr 2
      omega
    · rw [hc.behind j, ← hd.behind j]
      congr 2
      omega
  refine ⟨c.head - d.head, ?_⟩
  exact Config.ext hstate (by show c.head = d.head + (c.head - d.head); omega) htape

end Rules

/-! ### Reaching -/

namespace Machine

variable {n k : Nat} {M : Machine n k} {c d e : Config n k}

/-- A step does not depend on the place on the tape. -/
theorem step_shift (s : Int) : M.step (c.shift s) = (M.step c).shift s := by
  cases hc : c.state with
  | none =>
    rw [step_of_halted hc, step_of_halted (c := c.shift s) hc]
  | some q =>
    have hq : (c.shift s).state = some q := hc
    have hread : c.tape (c.head + s - s) = c.tape c.head := by rw [Int.add_sub_cancel]
    unfold step
    rw [hc, hq]
    simp only [Config.shift, hread]
    congr 1
    · omega
    · funext i
      by_cases hi : i = c.head + s
      · rw [if_pos hi, if_pos (by omega)]
      · rw [if_neg hi, if_neg (by omega)]

/-- A run does not depend on the place on the tape. -/
theorem run_shift (s : Int) (t : Nat) : M.run t (c.shift s) = (M.run t c).shift s := by
  induction t generalizing c with
  | zero => rfl
  | succ t ih => rw [run_succ, run_succ, step_shift, ih]

/-- One run after the other. -/
theorem Reaches.trans {t t' : Nat} (h : M.Reaches c d t) (h' : M.Reaches d e t') :
    M.Reaches c e (t + t') := by
  unfold Reaches at h h' ⊢
  obtain ⟨s, h⟩ := h
  obtain ⟨s', h'⟩ := h'
  refine ⟨s' + s, ?_⟩
  rw [run_add, h, run_shift, h']
  unfold Config.shift
  simp only [Config.mk.injEq]
  refine ⟨trivial, by omega, ?_⟩
  funext i
  congr 1
  omega

/-- A machine that passes configurations in which it has not halted, after ever more steps, never
halts. -/
theorem neverHalts_of_reaches [NeZero n] [NeZero k] {C : Nat → Config n k} {f : Nat → Nat}
    (hstart : ∃ t, M.Reaches .initial (C 0) t) (hrule : ∀ m, M.Reaches (C m) (C (m + 1)) (f m))
    (hpos : ∀ m, 0 < f m) (hrunning : ∀ m, ¬ (C m).Halted) : M.NeverHalts := by
  have hlate : ∀ m, ∃ t, m ≤ t ∧ M.Reaches .initial (C m) t := by
    intro m
    induction m with
    | zero =>
      obtain ⟨t, ht⟩ := hstart
      exact ⟨t, Nat.zero_le t, ht⟩
    | succ m ih =>
      obtain ⟨t, hle, ht⟩ := ih
      have := hpos m
      exact ⟨t + f m, by omega, ht.trans (hrule m)⟩
  intro t ht
  obtain ⟨t', hle, hreaches⟩ := hlate t
  unfold Reaches at hreaches
  obtain ⟨s, hs⟩ := hreaches
  have := halted_of_le hle ht
  rw [hs] at this
  exact hrunning t this

/-- Every configuration of a family with a rule is passed. -/
theorem passes_of_reaches [NeZero n] [NeZero k] {C : Nat → Config n k} {f : Nat → Nat}
    (hstart : ∃ t, M.Reaches .initial (C 0) t) (hrule : ∀ m, M.Reaches (C m) (C (m + 1)) (f m)) :
    ∀ m, ∃ t, M.Reaches .initial (C m) t := by
  intro m
  induction m with
  | zero => exact hstart
  | succ m ih =>
    obtain ⟨t, ht⟩ := ih
    exact ⟨_, ht.trans (hrule m)⟩

/-! ### Rules by computation -/

/-- Computes whether the family `F` leads to the family `G` in `a * m + b` steps. -/
noncomputable def reachesCheck {n k : Nat} (M : Machine n k) (F G : Family n k)
    (a b fuel : Nat) : Bool :=
  eager M.table fun table =>
  Rules.arrives n k table (Rules.stageOf G 0 a b) fuel (Rules.stageOf F 0 0 0)

/-- Computes whether the family `F` leads to its next configuration in `a * m + b` steps. -/
noncomputable def ruleCheck {n k : Nat} (M : Machine n k) (F : Family n k) (a b fuel : Nat) :
    Bool :=
  eager M.table fun table =>
  Rules.arrives n k table (Rules.stageOf F 1 a b) fuel (Rules.stageOf F 0 0 0)

/-- Computes whether the blank tape leads to the configuration of the family for `j` in `start`
steps. -/
noncomputable def startCheck {n k : Nat} (M : Machine n k) (F : Family n k) (j start fuel : Nat) :
    Bool :=
  eager M.table fun table =>
  Rules.arrives n k table (Rules.stageOf (F.fixed j) 0 0 start) fuel ⟨0, 1, [], [], 0, 0⟩

/-- Computes all that shows that the machine passes every configuration of the family. -/
noncomputable def passesCheck {n k : Nat} (M : Machine n k) (F : Family n k)
    (start a b fuel : Nat) : Bool :=
  Bool.rec (motive := fun _ => Bool) false
    (Bool.rec (motive := fun _ => Bool) false (M.ruleCheck F a b fuel)
      (M.startCheck F 0 start fuel)) (Nat.ble 1 b)

variable {F G : Family n k}

/-- A stage that is made of a family begins at time `0`. -/
theorem time_stageOf (F : Family n k) (m : Nat) : (Rules.stageOf F 0 0 0).time m = 0 := by
  unfold Rules.stageOf
  cases F.facing <;> exact Nat.zero_mul m

variable [NeZero k]

/-- If a stage is found to arrive at a family, the machine reaches the configuration of the family
for the parameter `m + shift`, in the time that was given. -/
theorem reaches_of_arrives {x : Rules.Stage} {shift a b fuel m : Nat} (hx : x.Is m c)
    (hzero : x.time m = 0)
    (h : Rules.arrives n k M.table (Rules.stageOf G shift a b) fuel x = true) :
    M.Reaches c (G.at (m + shift)) (linear a b m) := by
  obtain ⟨t, hreached, ht⟩ := Rules.arrives_sound hx h
  obtain ⟨s, hs⟩ := hreached.exists_shift (Rules.stageOf_is G shift a b m)
  have htime : (Rules.stageOf G shift a b).time m = linear a b m := by
    rw [linear_eq]
    unfold Rules.stageOf
    cases G.facing <;> rfl
  rw [hzero, Nat.zero_add, htime] at ht
  rw [ht]
  unfold Reaches
  exact ⟨s, hs⟩

/-- **From one family to another, by computation**:
`Machine.reaches_of_check (F := …) (G := …) (a := …) (b := …) (fuel := …) (by decide +kernel) m`. -/
theorem reaches_of_check {a b fuel : Nat} (h : M.reachesCheck F G a b fuel = true) (m : Nat) :
    M.Reaches (F.at m) (G.at m) (linear a b m) := by
  unfold reachesCheck at h
  rw [eager_eq] at h
  exact reaches_of_arrives (Rules.stageOf_is F 0 0 0 m) (time_stageOf F m) h

/-- **A rule, by computation**:
`Machine.rule_of_check (F := …) (a := …) (b := …) (fuel := …) (by decide +kernel) m`. -/
theorem rule_of_check {a b fuel : Nat} (h : M.ruleCheck F a b fuel = true) (m : Nat) :
    M.Reaches (F.at m) (F.at (m + 1)) (linear a b m) := by
  unfold ruleCheck at h
  rw [eager_eq] at h
  exact reaches_of_arrives (Rules.stageOf_is F 0 0 0 m) (time_stageOf F m) h

/-- A family with its parameter fixed is a single configuration. -/
theorem fixed_at (F : Family n k) (j m : Nat) : (F.fixed j).at m = F.at j := by
  have hrow : ∀ row : List (List (Fin k) × Nat × Nat),
      rowAt m (Family.fixed.fixedRow j row) = rowAt j row := by
    intro row
    induction row with
    | nil => rfl
    | cons entry row ih =>
      obtain ⟨w, a, b⟩ := entry
      rw [Family.fixed.fixedRow, rowAt, rowAt, ih]
      rfl
  unfold Family.at
  show Config.rows F.state F.facing (rowAt m (Family.fixed.fixedRow j F.left))
    (rowAt m (Family.fixed.fixedRow j F.right)) = _
  rw [hrow, hrow]

/-- In a configuration of a family the machine has not halted. -/
theorem running_at (F : Family n k) (m : Nat) : ¬ (F.at m).Halted := nofun

variable [NeZero n]

/-- **From the blank tape to a configuration of a family, by computation**:
`Machine.start_of_check (F := …) (fuel := …) (by decide +kernel)`. -/
theorem start_of_check {j start fuel : Nat} (h : M.startCheck F j start fuel = true) :
    M.Reaches .initial (F.at j) start := by
  unfold startCheck at h
  rw [eager_eq] at h
  have hinitial : (Rules.Stage.mk 0 1 [] [] 0 0).Is 0 (.initial : Config n k) := by
    exact ⟨rfl, Nat.one_lt_two, fun j => Config.val_initial _, fun j => Config.val_initial _⟩
  have := reaches_of_arrives (m := 0) hinitial rfl h
  rw [fixed_at] at this
  exact this

/-- **Passing every configuration of a family**: `Machine.passes_of_rule (F := …) (start := …)
(a := …) (b := …) (fuel := …) (by decide +kernel) m`, where the blank tape leads to `C 0` in `start`
steps, and there is a rule that takes `a * m + b` steps. -/
theorem passes_of_rule {start a b fuel : Nat} (h : M.passesCheck F start a b fuel = true) :
    ∀ m, ∃ t, M.Reaches .initial (F.at m) t := by
  unfold passesCheck at h
  cases hpos : Nat.ble 1 b with
  | false => rw [hpos] at h; cases h
  | true =>
  cases hstart : M.startCheck F 0 start fuel with
  | false => rw [hpos, hstart] at h; cases h
  | true =>
  rw [hpos, hstart] at h
  exact passes_of_reaches ⟨start, start_of_check hstart⟩ (rule_of_check h)

/-- **Never halting, by a rule**: `Machine.neverHalts_of_rule (F := …) (start := …) (a := …)
(b := …) (fuel := …) (by decide +kernel)`, as in `passes_of_rule`. -/
theorem neverHalts_of_rule {start a b fuel : Nat} (h : M.passesCheck F start a b fuel = true) :
    M.NeverHalts := by
  unfold passesCheck at h
  cases hpos : Nat.ble 1 b with
  | false => rw [hpos] at h; cases h
  | true =>
  cases hstart : M.startCheck F 0 start fuel with
  | false => rw [hpos, hstart] at h; cases h
  | true =>
  rw [hpos, hstart] at h
  refine neverHalts_of_reaches ⟨start, start_of_check hstart⟩ (rule_of_check h) (fun m => ?_)
    (running_at F)
  rw [linear_eq]
  have := Nat.le_of_ble_eq_true hpos
  omega

end Machine

end BBSynth
