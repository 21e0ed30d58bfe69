module

public import BBSynth.Rules

/-!
# Counters

A *counter* counts up, in some base, in digits that lie next to a fixed end of the tape. It moves
out over digits that are full, turns at one that is not and counts it up, moves back over what it
has left of the full ones, which makes them zero, and turns at the end. Each of these movements stays
within the cells that it speaks of. So, by induction on `m`, it counts from `m` zeros to `m` full
digits, whatever lies around them; and with blanks in place of the next digit, it goes on to
`m + 1`. The number of steps grows like a power of the base.

## Main definitions

* `BBSynth.Counting`: the words of a counter
* `BBSynth.power`: the number `a * b ^ m + p - s`

## Main results

* `BBSynth.Machine.counter_of_check`: from `C m` to `C (m + 1)`, in
  `power a b p s m` steps
* `BBSynth.Machine.passes_of_counter`, `BBSynth.Machine.neverHalts_of_counter`: a machine that comes
  to `C 0` passes every `C m`, and never halts
-/

@[expose] public section

namespace BBSynth

/-- The number `a * b ^ m + p - s`, so written that nothing is added or taken off that is `0`. -/
def power (a b p s m : Nat) : Nat :=
  match p, s with
  | 0, 0 => a * b ^ m
  | 0, s + 1 => a * b ^ m - (s + 1)
  | p + 1, 0 => a * b ^ m + (p + 1)
  | p + 1, s + 1 => a * b ^ m + (p + 1) - (s + 1)

/-- The number is `a * b ^ m + p - s`. -/
theorem power_eq (a b p s m : Nat) : power a b p s m = a * b ^ m + p - s := by
  match p, s with
  | 0, 0 => rfl
  | 0, s + 1 => rfl
  | p + 1, 0 => rfl
  | p + 1, s + 1 => rfl

/-- The words of a counter, the cells nearest to the head first when it faces the digits. -/
structure Counting where
  /-- The state in which it moves back. -/
  back : Nat
  /-- The cells that it carries along on its way out, and back. -/
  carried : List Nat
  returned : List Nat
  /-- What full digits become on the way out. -/
  crossed : List Nat
  /-- The cells at the end. -/
  tail : List Nat
  /-- How many digits `C 0` has. -/
  copies : Nat
  /-- The digit zero, those after it in order, and the last of them. -/
  zero : List Nat
  upwards : List (List Nat)
  full : List Nat
  /-- The digit that blanks become, and those after it. -/
  grown : List Nat
  further : List (List Nat)
  /-- The number `p` such that counting up to `m` full digits takes about `p * b ^ m` steps. -/
  factor : Nat

namespace Rules

/-! ### The computation -/

/-- The time of a run that ends in state `q`, facing `f`, with these cells behind. -/
noncomputable def endsIn (q f : Nat) (cells : List Nat) (x : Option Exit) : Option Nat :=
  Option.rec (motive := fun _ => Option Nat) none
    (fun x => Bool.rec (motive := fun _ => Option Nat) none
      (Bool.rec (motive := fun _ => Option Nat) none
        (Bool.rec (motive := fun _ => Option Nat) none (some x.time) (sameWord x.behind cells))
        (Nat.beq x.facing f)) (Nat.beq x.state q)) x

/-- A run that is found to end in a configuration does, after the time that is given. -/
theorem eq_of_endsIn {q f t : Nat} {cells : List Nat} {x : Option Exit}
    (h : endsIn q f cells x = some t) : x = some ⟨q, f, cells, t⟩ := by
  cases x with
  | none => cases h
  | some x =>
    obtain ⟨q', f', cells', t'⟩ := x
    have hunfold : endsIn q f cells (some ⟨q', f', cells', t'⟩) =
      Bool.rec (motive := fun _ => Option Nat) none
      (Bool.rec (motive := fun _ => Option Nat) none
        (Bool.rec (motive := fun _ => Option Nat) none (some t') (sameWord cells' cells))
        (Nat.beq f' f)) (Nat.beq q' q) := rfl
    rw [hunfold] at h
    cases hq : Nat.beq q' q with
    | false => rw [hq] at h; cases h
    | true =>
    cases hf : Nat.beq f' f with
    | false => rw [hq, hf] at h; cases h
    | true =>
    cases hw : sameWord cells' cells with
    | false => rw [hq, hf, hw] at h; cases h
    | true =>
      rw [hq, hf, hw] at h
      cases h
      rw [Nat.eq_of_beq_eq_true hq, Nat.eq_of_beq_eq_true hf, eq_of_sameWord hw]

/-- The run from the home of a counter over the word `w`, in the state `q` and facing `f`. -/
noncomputable def outwards (n k table q f : Nat) (K : Counting) (w : List Nat) : Option Exit :=
  walk n k table 1000 q f K.carried w 0

/-- The way back over the word `w`. -/
noncomputable def homewards (n k table f : Nat) (K : Counting) (w : List Nat) : Option Exit :=
  walk n k table 1000 K.back (Nat.sub 1 f) K.returned w 0

/-- The time of a turn at `w` that leaves `w'`. -/
noncomputable def turn (n k table q f : Nat) (K : Counting) (w w' : List Nat) : Option Nat :=
  endsIn K.back (Nat.sub 1 f) (K.returned ++ w') (outwards n k table q f K w)

/-- How many turns lead from a digit over these others to the full one, and their time in all. -/
noncomputable def climb (n k table q f : Nat) (K : Counting) :
    List (List Nat) → List Nat → Option (Nat × Nat) :=
  List.rec (motive := fun _ => List Nat → Option (Nat × Nat))
    (fun w => Bool.rec (motive := fun _ => Option (Nat × Nat)) none (some (0, 0))
      (sameWord w K.full))
    (fun w' _ more w =>
      Option.rec (motive := fun _ => Option (Nat × Nat)) none
        (fun t => Option.rec (motive := fun _ => Option (Nat × Nat)) none
          (fun sums => some (Nat.succ sums.1, Nat.add t sums.2)) (more w'))
        (turn n k table q f K w w'))

/-- A row without what is empty. -/
noncomputable def trimmed : List (List Nat × Nat × Nat) → List (List Nat × Nat × Nat) :=
  List.rec (motive := fun _ => List (List Nat × Nat × Nat)) []
    (fun entry _ rest => List.rec (motive := fun _ => List (List Nat × Nat × Nat)) rest
      (fun _ _ _ => entry :: rest) entry.1)

/-- A row has the same cells without what is empty. -/
theorem spelled_trimmed (m : Nat) (row : List (List Nat × Nat × Nat)) :
    spelled m (trimmed row) = spelled m row := by
  induction row with
  | nil => rfl
  | cons entry row ih =>
    obtain ⟨w, a, b⟩ := entry
    cases w with
    | nil =>
      have hrep : ∀ t, rep [] t = [] := by
        intro t
        induction t with
        | zero => rfl
        | succ t ih => exact ih
      have hunfold : trimmed (([], a, b) :: row) = trimmed row := rfl
      rw [hunfold, ih, spelled, hrep, List.nil_append]
    | cons s w =>
      have hunfold : trimmed ((s :: w, a, b) :: row) = (s :: w, a, b) :: trimmed row := rfl
      rw [hunfold, spelled, spelled, ih]

/-- Computes whether two rows are the same. -/
noncomputable def sameRow : List (List Nat × Nat × Nat) → List (List Nat × Nat × Nat) → Bool :=
  List.rec (motive := fun _ => List (List Nat × Nat × Nat) → Bool)
    (List.rec (motive := fun _ => Bool) true (fun _ _ _ => false))
    (fun x _ same => List.rec (motive := fun _ => Bool) false
      (fun y ys _ => Bool.rec (motive := fun _ => Bool) false
        (Bool.rec (motive := fun _ => Bool) false
          (Bool.rec (motive := fun _ => Bool) false (same ys) (Nat.beq x.2.2 y.2.2))
          (Nat.beq x.2.1 y.2.1)) (sameWord x.1 y.1)))

/-- Rows that are found the same are equal. -/
theorem eq_of_sameRow {xs ys : List (List Nat × Nat × Nat)} (h : sameRow xs ys = true) :
    xs = ys := by
  induction xs generalizing ys with
  | nil =>
    cases ys with
    | nil => rfl
    | cons => cases h
  | cons x xs ih =>
    cases ys with
    | nil => cases h
    | cons y ys =>
      obtain ⟨w, a, b⟩ := x
      obtain ⟨w', a', b'⟩ := y
      have hunfold : sameRow ((w, a, b) :: xs) ((w', a', b') :: ys) =
        Bool.rec (motive := fun _ => Bool) false
        (Bool.rec (motive := fun _ => Bool) false
          (Bool.rec (motive := fun _ => Bool) false (sameRow xs ys) (Nat.beq b b'))
          (Nat.beq a a')) (sameWord w w') := rfl
      rw [hunfold] at h
      cases hw : sameWord w w' with
      | false => rw [hw] at h; cases h
      | true =>
      cases ha : Nat.beq a a' with
      | false => rw [hw, ha] at h; cases h
      | true =>
      cases hb : Nat.beq b b' with
      | false => rw [hw, ha, hb] at h; cases h
      | true =>
        rw [hw, ha, hb] at h
        rw [eq_of_sameWord hw, Nat.eq_of_beq_eq_true ha, Nat.eq_of_beq_eq_true hb, ih h]

/-- The rows behind and ahead of the head. -/
noncomputable def rowsOf {n k : Nat} (F : Family n k) :
    List (List Nat × Nat × Nat) × List (List Nat × Nat × Nat) :=
  Dir.rec (motive := fun _ => List (List Nat × Nat × Nat) × List (List Nat × Nat × Nat))
    (rowOf 0 F.right, backwards (rowOf 0 F.left)) (backwards (rowOf 0 F.left), rowOf 0 F.right)
    F.facing

/-- The direction as a number. -/
noncomputable def facingOf {n k : Nat} (F : Family n k) : Nat :=
  Dir.rec (motive := fun _ => Nat) 0 1 F.facing

/-- The row behind the head in `C m`. -/
noncomputable def rowOfCounter (K : Counting) : List (List Nat × Nat × Nat) :=
  trimmed [(K.carried, 0, 1), (K.crossed, 1, K.copies), (K.tail, 0, 1)]

end Rules

namespace Machine

open Rules

variable {n k : Nat} {M : Machine n k}

/-- What a counter does in its four movements, and how long they take. -/
structure Counts (M : Machine n k) (q f : Nat) (K : Counting) (out back home : Nat) : Prop where
  facing : f < 2
  out : outwards n k M.table q f K K.full = some ⟨q, f, K.carried ++ K.crossed, out⟩
  back : homewards n k M.table f K K.crossed = some ⟨K.back, 1 - f, K.returned ++ K.zero, back⟩
  home : homewards n k M.table f K K.tail = some ⟨q, f, K.carried ++ K.tail, home⟩

/-- The steps from `m` zeros to `m` full digits. -/
def countTime (Q home turns sum : Nat) : Nat → Nat
  | 0 => 0
  | m + 1 => (turns + 1) * countTime Q home turns sum m + turns * (Q * m + home) + sum

variable {q f out back home : Nat} {K : Counting}

/-- **The carry rule**: full digits become zeros, and the next is counted up. -/
theorem Counts.carry (h : Counts M q f K out back home) {d d' : List Nat} {t m : Nat}
    (ht : turn n k M.table q f K d d' = some t) {c : Config n k} {A B : List Nat}
    (hc : Stands c q f (K.carried ++ (K.tail ++ B)) (rep K.full m ++ (d ++ A))) :
    Stands (M.run (t + ((out + back) * m + home)) c) q f (K.carried ++ (K.tail ++ B))
      (rep K.zero m ++ (d' ++ A)) := by
  have hf := h.facing
  have h1 := cross h.out m hc
  obtain ⟨e, he, -, h2⟩ := h1.walk (eq_of_endsIn ht)
  have h2 := h2 (show 1 - f ≠ f by omega)
  simp only [Nat.zero_add] at he h2
  subst he
  rw [List.append_assoc] at h2
  have h3 := cross h.back m h2
  obtain ⟨e, he, -, h4⟩ := h3.walk h.home
  have h4 := h4 (show f ≠ 1 - f by omega)
  simp only [Nat.zero_add] at he h4
  subst he
  rw [List.append_assoc] at h4
  rw [← run_add, ← run_add, ← run_add] at h4
  rw [show t + ((out + back) * m + home) = out * m + (t + (back * m + home)) by
    rw [Nat.add_mul]; omega]
  exact h4

/-- Counting `m` digits from zeros to full ones, with whatever lies around them. -/
def CountsUp (M : Machine n k) (q f : Nat) (K : Counting) (m t : Nat) : Prop :=
  ∀ (c : Config n k) (A B : List Nat),
    Stands c q f (K.carried ++ (K.tail ++ B)) (rep K.zero m ++ A) →
    Stands (M.run t c) q f (K.carried ++ (K.tail ++ B)) (rep K.full m ++ A)

/-- Counting a digit up, and the `m` before it whenever they are zeros. -/
theorem Counts.climb (h : Counts M q f K out back home) {m T : Nat} (hm : CountsUp M q f K m T)
    {ds : List (List Nat)} {d : List Nat} {turns sum : Nat}
    (hd : Rules.climb n k M.table q f K ds d = some (turns, sum)) {c : Config n k}
    {A B : List Nat} (hc : Stands c q f (K.carried ++ (K.tail ++ B)) (rep K.zero m ++ (d ++ A))) :
    Stands (M.run ((turns + 1) * T + turns * ((out + back) * m + home) + sum) c) q f
      (K.carried ++ (K.tail ++ B)) (rep K.full (m + 1) ++ A) := by
  induction ds generalizing d turns sum c with
  | nil =>
    have hunfold : Rules.climb n k M.table q f K [] d =
      Bool.rec (motive := fun _ => Option (Nat × Nat)) none (some (0, 0)) (sameWord d K.full) := rfl
    rw [hunfold] at hd
    cases hsame : sameWord d K.full with
    | false => rw [hsame] at hd; cases hd
    | true =>
      rw [hsame] at hd
      cases hd
      have := hm c _ B hc
      rw [eq_of_sameWord hsame, ← List.append_assoc (rep K.full m), rep_comm] at this
      rw [show (0 + 1) * T + 0 * ((out + back) * m + home) + 0 = T by
        rw [Nat.zero_add, Nat.one_mul, Nat.zero_mul, Nat.add_zero]]
      exact this
  | cons d' ds ih =>
    have hunfold : Rules.climb n k M.table q f K (d' :: ds) d =
      Option.rec (motive := fun _ => Option (Nat × Nat)) none
        (fun t => Option.rec (motive := fun _ => Option (Nat × Nat)) none
          (fun sums => some (Nat.succ sums.1, Nat.add t sums.2))
          (Rules.climb n k M.table q f K ds d'))
        (turn n k M.table q f K d d') := rfl
    rw [hunfold] at hd
    cases ht : turn n k M.table q f K d d' with
    | none => rw [ht] at hd; cases hd
    | some t =>
    cases hmore : Rules.climb n k M.table q f K ds d' with
    | none => rw [ht, hmore] at hd; cases hd
    | some sums =>
      obtain ⟨turns', sum'⟩ := sums
      rw [ht, hmore] at hd
      cases hd
      have := ih hmore (h.carry ht (hm c _ B hc))
      rw [← run_add, ← run_add] at this
      have htime : (turns'.succ + 1) * T + turns'.succ * ((out + back) * m + home) + t.add sum' =
          T + (t + ((out + back) * m + home) +
            ((turns' + 1) * T + turns' * ((out + back) * m + home) + sum')) := by
        show (turns' + 1 + 1) * T + (turns' + 1) * ((out + back) * m + home) + (t + sum') = _
        rw [Nat.add_mul (turns' + 1) 1 T, Nat.add_mul turns' 1 ((out + back) * m + home)]
        omega
      rw [htime, Nat.add_assoc]
      rw [Nat.add_assoc] at this
      exact this

/-- **Counting up**, by induction on the number of digits. -/
theorem Counts.up (h : Counts M q f K out back home) {turns sum : Nat}
    (hd : Rules.climb n k M.table q f K K.upwards K.zero = some (turns, sum)) (m : Nat) :
    CountsUp M q f K m (countTime (out + back) home turns sum m) := by
  induction m with
  | zero => exact fun c A B hc => hc
  | succ m ih =>
    intro c A B hc
    rw [rep, ← rep_comm, List.append_assoc] at hc
    exact h.climb ih hd hc

/-- **From `C m` to `C (m + 1)`**. -/
theorem Counts.next (h : Counts M q f K out back home) {turns sum last left grow len : Nat}
    (hd : Rules.climb n k M.table q f K K.upwards K.zero = some (turns, sum))
    (hg : turn n k M.table q f K (rep [0] len) K.grown = some grow)
    (hl : Rules.climb n k M.table q f K K.further K.grown = some (last, left)) (m : Nat)
    {c : Config n k} (hc : Stands c q f (K.carried ++ (rep K.crossed m ++ K.tail)) []) :
    Stands (M.run (grow + (back * m + home) + ((last + 1) * countTime (out + back) home turns sum m
      + last * ((out + back) * m + home) + left) + out * (m + 1)) c) q f
      (K.carried ++ (rep K.crossed (m + 1) ++ K.tail)) [] := by
  have hf := h.facing
  have hblank : Same (rep [0] len ++ []) [] := by
    rw [List.append_nil]
    exact same_rep_blank rfl len
  have h1 := hc.congr (Same.refl _) hblank.symm
  obtain ⟨e, he, -, h2⟩ := h1.walk (eq_of_endsIn hg)
  have h2 := h2 (show 1 - f ≠ f by omega)
  simp only [Nat.zero_add] at he h2
  subst he
  rw [List.append_assoc] at h2
  have h3 := cross h.back m h2
  obtain ⟨e, he, -, h4⟩ := (List.append_nil K.tail ▸ h3).walk h.home
  have h4 := h4 (show f ≠ 1 - f by omega)
  simp only [Nat.zero_add] at he h4
  subst he
  rw [List.append_assoc] at h4
  have h5 := h.climb (h.up hd m) hl h4
  have h6 := cross h.out (m + 1) h5
  rw [← run_add, ← run_add, ← run_add, ← run_add, List.append_nil] at h6
  simp only [Nat.add_assoc] at h6 ⊢
  exact h6

/-- The time in closed form. -/
theorem countTime_eq {Q turns sum p : Nat} (hp : p * turns = sum + turns * home + Q) (m : Nat) :
    countTime Q home turns sum m + (Q * m + p) = p * (turns + 1) ^ m := by
  induction m with
  | zero =>
    show 0 + (Q * 0 + p) = p * (turns + 1) ^ 0
    rw [Nat.pow_zero]
    omega
  | succ m ih =>
    have h : p * (turns + 1) ^ (m + 1) = (turns + 1) * (p * (turns + 1) ^ m) := by
      rw [Nat.pow_succ, ← Nat.mul_assoc, Nat.mul_comm]
    rw [h, ← ih, countTime]
    generalize countTime Q home turns sum m = T
    have h1 : (turns + 1) * (T + (Q * m + p)) =
        (turns + 1) * T + (turns * (Q * m) + Q * m + (p * turns + p)) := by
      rw [Nat.mul_add, Nat.mul_add (turns + 1), Nat.add_mul turns 1 (Q * m), Nat.one_mul,
        Nat.add_mul turns 1 p, Nat.one_mul, Nat.mul_comm turns p]
    rw [h1, hp, Nat.mul_add turns, Nat.mul_succ]
    omega

/-! ### By computation -/

/-- Computes whether the machine counts so, and `F` has the configurations with full digits. -/
noncomputable def counterCheck (M : Machine n k) (F : Family n k) (K : Counting)
    (a b p s : Nat) : Bool :=
  eager M.table fun table =>
  match
    endsIn F.state.val (facingOf F) (K.carried ++ K.crossed)
      (outwards n k table F.state.val (facingOf F) K K.full),
    endsIn K.back (Nat.sub 1 (facingOf F)) (K.returned ++ K.zero)
      (homewards n k table (facingOf F) K K.crossed),
    endsIn F.state.val (facingOf F) (K.carried ++ K.tail)
      (homewards n k table (facingOf F) K K.tail),
    Rules.climb n k table F.state.val (facingOf F) K K.upwards K.zero,
    turn n k table F.state.val (facingOf F) K (rep [0] K.crossed.length) K.grown,
    Rules.climb n k table F.state.val (facingOf F) K K.further K.grown with
  | some out, some back, some home, some (turns, sum), some grow, some (last, left) =>
    Nat.beq b (turns + 1) &&
    Nat.beq (K.factor * turns) (sum + turns * home + (out + back)) &&
    Nat.beq ((last + 1) * K.factor * b ^ K.copies) a &&
    Nat.beq (last * home + left + grow + home + out + s) ((last + 1) * K.factor + p) &&
    Nat.ble 1 out &&
    sameRow (rowsOf F).1 (rowOfCounter K) &&
    sameRow (rowsOf F).2 []
  | _, _, _, _, _, _ => false

/-- Computes all that shows that the machine passes every configuration of the family. -/
noncomputable def countingCheck (M : Machine n k) (F : Family n k) (K : Counting)
    (start a b p s fuel : Nat) : Bool :=
  M.startCheck F 0 start fuel && M.counterCheck F K a b p s

variable {F : Family n k} [NeZero k]

/-- What stands on the tape in a configuration of a family. -/
theorem stands_at (F : Family n k) (m : Nat) :
    Stands (F.at m) F.state.val (facingOf F) (spelled m (rowsOf F).1) (spelled m (rowsOf F).2) := by
  have h := stageOf_is F 0 0 0 m
  unfold Stage.Is stageOf at h
  unfold rowsOf facingOf
  cases hf : F.facing <;> rw [hf] at h <;>
    exact h.congr (cells_sideOf _ _) (cells_sideOf _ _)

/-- If after `t` steps the tape is as in the configuration of a family for `m'`, that configuration
is reached. -/
theorem reaches_of_stands {t m m' : Nat}
    (h : Stands (M.run t (F.at m)) F.state.val (facingOf F) (spelled m' (rowsOf F).1)
      (spelled m' (rowsOf F).2)) : M.Reaches (F.at m) (F.at m') t := by
  have hd := stageOf_is F 0 0 0 m'
  have hc : (stageOf F 0 0 0).Is m' (M.run t (F.at m)) := by
    unfold Stage.Is stageOf
    unfold rowsOf facingOf at h
    cases hf : F.facing <;> rw [hf] at h <;>
      exact h.congr (cells_sideOf _ _).symm (cells_sideOf _ _).symm
  unfold Reaches
  exact hc.exists_shift hd

/-- If the check succeeds, each configuration of a counter leads to the next, in a positive number
of steps that is computed. -/
theorem counter_aux {a b p s : Nat} (h : M.counterCheck F K a b p s = true) (m : Nat) :
    0 < power a b p s m ∧
      M.Reaches (F.at m) (F.at (m + 1)) (power a b p s m) := by
  unfold counterCheck at h
  rw [eager_eq] at h
  split at h
  case h_2 => cases h
  case h_1 out back home turns sum grow last left hout hback hhome hd hg hl =>
    simp only [Bool.and_eq_true] at h
    obtain ⟨⟨⟨⟨⟨⟨hb, hfactor⟩, ha⟩, hconstant⟩, hpos⟩, hbehind⟩, hahead⟩ := h
    have hb := Nat.eq_of_beq_eq_true hb
    have hfactor := Nat.eq_of_beq_eq_true hfactor
    have ha := Nat.eq_of_beq_eq_true ha
    have hconstant := Nat.eq_of_beq_eq_true hconstant
    have hpos := Nat.le_of_ble_eq_true hpos
    have hbehind := eq_of_sameRow hbehind
    have hahead := eq_of_sameRow hahead
    have hfacing : facingOf F < 2 := by
      unfold facingOf
      cases F.facing
      · exact Nat.zero_lt_two
      · exact Nat.one_lt_two
    have hcounts : Counts M F.state.val (facingOf F) K out back home :=
      ⟨hfacing, eq_of_endsIn hout, eq_of_endsIn hback, eq_of_endsIn hhome⟩
    have hrow : ∀ j, spelled j (rowsOf F).1 =
        K.carried ++ (rep K.crossed (j + K.copies) ++ K.tail) := by
      intro j
      rw [hbehind, rowOfCounter, spelled_trimmed]
      simp only [spelled, Nat.zero_mul, Nat.zero_add, Nat.one_mul, rep_one, List.append_nil]
    have hnil : ∀ j, spelled j (rowsOf F).2 = [] := by
      intro j
      rw [hahead]
      rfl
    have hnow := stands_at F m
    rw [hrow, hnil] at hnow
    have hnext := hcounts.next hd hg hl (m + K.copies) hnow
    have htime := countTime_eq (home := home) hfactor (m + K.copies)
    generalize countTime (out + back) home turns sum (m + K.copies) = T at hnext htime
    have hpower : power a b p s m = grow + (back * (m + K.copies) + home) + ((last + 1) * T
        + last * ((out + back) * (m + K.copies) + home) + left) + out * (m + K.copies + 1) := by
      have h1 : a * b ^ m = (last + 1) * T + ((last + 1) * ((out + back) * (m + K.copies))
          + (last + 1) * K.factor) := by
        rw [← ha, hb, Nat.mul_assoc, ← Nat.pow_add, Nat.add_comm K.copies, Nat.mul_assoc, ← htime,
          Nat.mul_add, Nat.mul_add (last + 1)]
      rw [power_eq, h1, Nat.mul_add last, Nat.mul_succ out,
        Nat.add_mul last 1 ((out + back) * _),
        Nat.one_mul, Nat.add_mul out back]
      clear h1 hb ha hfactor htime hpos hfacing
      omega
    rw [← hpower, Nat.add_right_comm m K.copies 1] at hnext
    refine ⟨?_, ?_⟩
    · rw [hpower, Nat.mul_succ out]
      exact Nat.lt_of_lt_of_le hpos (Nat.le_trans (Nat.le_add_left _ _) (Nat.le_add_left _ _))
    · refine reaches_of_stands ?_
      rw [hrow, hnil]
      exact hnext

/-- **The rule of a counter, by computation**: `Machine.counter_of_check (F := …) (K := …)
(a := …) (b := …) (p := …) (s := …) (by decide +kernel) m`. -/
theorem counter_of_check {a b p s : Nat} (h : M.counterCheck F K a b p s = true) (m : Nat) :
    M.Reaches (F.at m) (F.at (m + 1)) (power a b p s m) := (counter_aux h m).2

variable [NeZero n]

/-- **Passing every configuration with full digits**: `Machine.passes_of_counter (F := …) (K := …)
(start := …) (a := …) (b := …) (p := …) (s := …) (fuel := …) (by decide +kernel) m`, where the
blank tape leads to `C 0` in `start` steps. -/
theorem passes_of_counter {start a b p s fuel : Nat}
    (h : M.countingCheck F K start a b p s fuel = true) :
    ∀ m, ∃ t, M.Reaches .initial (F.at m) t := by
  unfold countingCheck at h
  rw [Bool.and_eq_true] at h
  exact passes_of_reaches ⟨start, start_of_check h.1⟩ (counter_of_check h.2)

/-- **Never halting, by counting**: `Machine.neverHalts_of_counter`, as in `passes_of_counter`. -/
theorem neverHalts_of_counter {start a b p s fuel : Nat}
    (h : M.countingCheck F K start a b p s fuel = true) : M.NeverHalts := by
  unfold countingCheck at h
  rw [Bool.and_eq_true] at h
  exact neverHalts_of_reaches ⟨start, start_of_check h.1⟩ (counter_of_check h.2)
    (fun m => (counter_aux h.2 m).1) (running_at F)

end Machine

end BBSynth
