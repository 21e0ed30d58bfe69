module

public import BBSynth.Stages
public import BBSynth.Run

/-!
# Crossing any number of copies of a word

What `BBSynth.Stages` computes is what the machine does, for every value of the parameter.

## Main results

* `BBSynth.Rules.Stands.walk`: a run through some cells, whatever lies beyond them
* `BBSynth.Rules.cross`: the machine crosses any number of copies of a word, by induction
* `BBSynth.Rules.arrives_sound`: one stage leads to another
-/

@[expose] public section

namespace BBSynth.Rules

/-! ### Words, and blanks beyond them -/

/-- So many copies of a word. -/
noncomputable def rep (w : List Nat) : Nat → List Nat
  | 0 => []
  | t + 1 => w ++ rep w t

/-- The cells of a side for a value of the parameter. -/
noncomputable def cells (m : Nat) : List Item → List Nat
  | [] => []
  | .inl s :: side => s :: cells m side
  | .inr (w, a) :: side => rep w (a * m) ++ cells m side

/-- Equal but for blanks at the end. -/
def Same (xs ys : List Nat) : Prop := ∀ j, xs.getD j 0 = ys.getD j 0

/-- A list is equal to itself but for blanks at the end. -/
theorem Same.refl (xs : List Nat) : Same xs xs := fun _ => rfl

/-- To be equal but for blanks at the end is symmetric. -/
theorem Same.symm {xs ys : List Nat} (h : Same xs ys) : Same ys xs := fun j => (h j).symm

/-- To be equal but for blanks at the end is transitive. -/
theorem Same.trans {xs ys zs : List Nat} (h : Same xs ys) (h' : Same ys zs) : Same xs zs :=
  fun j => (h j).trans (h' j)

/-- Lists that are equal but for blanks at the end are so with the same symbol before them. -/
theorem Same.cons {xs ys : List Nat} (h : Same xs ys) (s : Nat) : Same (s :: xs) (s :: ys) := by
  intro j
  cases j with
  | zero => rfl
  | succ j => exact h j

/-- Lists that are equal but for blanks at the end are so with the same word before them. -/
theorem Same.append {xs ys : List Nat} (h : Same xs ys) (w : List Nat) :
    Same (w ++ xs) (w ++ ys) := by
  induction w with
  | nil => exact h
  | cons s w ih => exact ih.cons s

/-- A blank is as much as nothing. -/
theorem same_zero : Same [0] [] := by
  intro j
  cases j with
  | zero => rfl
  | succ j => rfl

/-- A blank at the end makes no difference. -/
theorem same_append_zero (xs : List Nat) : Same (xs ++ [0]) xs := by
  have := Same.append same_zero xs
  rwa [List.append_nil] at this

/-- `s + t` copies of a word are `s` copies and then `t`. -/
theorem rep_append (w : List Nat) (s t : Nat) : rep w (s + t) = rep w s ++ rep w t := by
  induction s with
  | zero => rw [Nat.zero_add]; rfl
  | succ s ih => rw [Nat.succ_add, rep, rep, ih, List.append_assoc]

/-- One copy of a word is the word. -/
theorem rep_one (w : List Nat) : rep w 1 = w := List.append_nil w

/-- A word behind its copies is as much as one before them. -/
theorem rep_comm (w : List Nat) (t : Nat) : rep w t ++ w = w ++ rep w t := by
  have h : rep w (t + 1) = rep w t ++ rep w 1 := rep_append w t 1
  rw [rep_one] at h
  exact h.symm

/-- Copies of a word, and then its first symbol: the symbol, and then copies of the word that is
turned by one. -/
theorem rep_turn (s : Nat) (w : List Nat) (t : Nat) :
    rep (s :: w) t ++ [s] = s :: rep (w ++ [s]) t := by
  induction t with
  | zero => rfl
  | succ t ih =>
    rw [rep, rep, List.append_assoc, ih]
    simp only [List.cons_append, List.append_assoc, List.nil_append]

/-- The same as `rep_turn`, with more behind. -/
theorem rep_turn_append (s : Nat) (w xs : List Nat) (t : Nat) :
    rep (s :: w) t ++ s :: xs = s :: (rep (w ++ [s]) t ++ xs) := by
  have h : rep (s :: w) t ++ [s] ++ xs = s :: rep (w ++ [s]) t ++ xs := by rw [rep_turn]
  rw [List.append_assoc] at h
  exact h

/-- Copies of a blank word are as much as nothing. -/
theorem same_rep_blank {w : List Nat} (h : allBlank w = true) (t : Nat) : Same (rep w t) [] := by
  have hw : ∀ xs, Same xs [] → Same (w ++ xs) [] := by
    intro xs hxs
    induction w with
    | nil => exact hxs
    | cons s w ih =>
      have hunfold : allBlank (s :: w) =
        Bool.rec (motive := fun _ => Bool) false (allBlank w) (Nat.beq s 0) := rfl
      rw [hunfold] at h
      cases hs : Nat.beq s 0 with
      | false => rw [hs] at h; cases h
      | true =>
        rw [hs] at h
        obtain rfl : s = 0 := Nat.eq_of_beq_eq_true hs
        exact ((ih h).cons 0).trans same_zero
  induction t with
  | zero => exact Same.refl _
  | succ t ih => exact hw _ ih

/-- Words that are found the same are equal. -/
theorem eq_of_sameWord {v w : List Nat} (h : sameWord v w = true) : v = w := by
  induction v generalizing w with
  | nil =>
    cases w with
    | nil => rfl
    | cons => cases h
  | cons x v ih =>
    cases w with
    | nil => cases h
    | cons y w =>
      have hunfold : sameWord (x :: v) (y :: w) =
        Bool.rec (motive := fun _ => Bool) false (sameWord v w) (Nat.beq x y) := rfl
      rw [hunfold] at h
      cases hxy : Nat.beq x y with
      | false => rw [hxy] at h; cases h
      | true => rw [hxy] at h; rw [Nat.eq_of_beq_eq_true hxy, ih h]

/-! ### What is put onto sides -/

/-- The cells of a side onto which a cell was put. -/
theorem cells_pushCell (m w : Nat) (side : List Item) :
    Same (cells m (pushCell w side)) (w :: cells m side) := by
  cases side with
  | nil =>
    cases w with
    | zero => exact same_zero.symm
    | succ w => exact Same.refl _
  | cons item side => exact Same.refl _

/-- The cells of a side onto which a word was put. -/
theorem cells_pushCells (m : Nat) (u : List Nat) (side : List Item) :
    Same (cells m (pushCells u side)) (u ++ cells m side) := by
  induction u with
  | nil => exact Same.refl _
  | cons w u ih => exact (cells_pushCell m w (pushCells u side)).trans (ih.cons w)

/-- The cells of a side that is a repeated word before blanks. -/
theorem cells_pushLast (m a fuel : Nat) (w : List Nat) :
    Same (cells m (pushLast a fuel w)) (rep w (a * m)) := by
  have hblock : ∀ w, Same (cells m [.block w a]) (rep w (a * m)) := fun w => by
    rw [cells, cells, List.append_nil]
    exact Same.refl _
  induction fuel generalizing w with
  | zero => exact hblock w
  | succ fuel ih =>
    cases w with
    | nil =>
      intro j
      have : ∀ t, rep [] t = [] := fun t => by
        induction t with
        | zero => rfl
        | succ t ih => exact ih
      rw [this]
      rfl
    | cons s w =>
      cases s with
      | succ s => exact hblock _
      | zero =>
        have hunfold : pushLast a (fuel + 1) (0 :: w) = pushCell 0 (pushLast a fuel (w ++ [0])) :=
          rfl
        rw [hunfold]
        refine (cells_pushCell m 0 _).trans (((ih (w ++ [0])).cons 0).trans ?_)
        rw [← rep_turn]
        exact same_append_zero _

/-- The cells of a side onto which a repeated word was put. -/
theorem cells_pushBlock (m a : Nat) (side : List Item) (w : List Nat) :
    Same (cells m (pushBlock a side w)) (rep w (a * m) ++ cells m side) := by
  induction side generalizing w with
  | nil =>
    have hunfold : pushBlock a [] w =
      Bool.rec (motive := fun _ => List Item) (pushLast a w.length w) [] (allBlank w) := rfl
    rw [hunfold, cells, List.append_nil]
    cases hblank : allBlank w with
    | false => exact cells_pushLast m a w.length w
    | true => exact (same_rep_blank hblank _).symm
  | cons item side ih =>
    cases item with
    | inl s =>
      cases w with
      | nil =>
        have hrep : ∀ t, rep [] t = [] := fun t => by
          induction t with
          | zero => rfl
          | succ t ih => exact ih
        rw [hrep]
        exact Same.refl _
      | cons s' w =>
        have hunfold : pushBlock a (.cell s :: side) (s' :: w) =
          Bool.rec (motive := fun _ => List Item) (.block (s' :: w) a :: .cell s :: side)
            (pushCell s (pushBlock a side (w ++ [s']))) (Nat.beq s s') := rfl
        rw [hunfold]
        cases hs : Nat.beq s s' with
        | false => exact Same.refl _
        | true =>
          obtain rfl : s = s' := Nat.eq_of_beq_eq_true hs
          rw [cells, rep_turn_append]
          exact (cells_pushCell m s _).trans ((ih (w ++ [s])).cons s)
    | inr vb =>
      obtain ⟨v, b⟩ := vb
      have hunfold : pushBlock a (.block v b :: side) w =
        Bool.rec (motive := fun _ => List Item) (.block w a :: .block v b :: side)
          (.block v (a + b) :: side) (sameWord v w) := rfl
      rw [hunfold]
      cases hvw : sameWord v w with
      | false => exact Same.refl _
      | true =>
        obtain rfl := eq_of_sameWord hvw
        rw [cells, cells, Nat.add_mul, rep_append, List.append_assoc]
        exact Same.refl _

/-- The cells of a side onto which so many copies of a word were put. -/
theorem cells_pushCopies (m : Nat) (w : List Nat) (side : List Item) (count : Nat) :
    Same (cells m (pushCopies w side count)) (rep w count ++ cells m side) := by
  induction count with
  | zero => exact Same.refl _
  | succ count ih =>
    have hunfold : pushCopies w side (count + 1) = pushCells w (pushCopies w side count) := rfl
    rw [hunfold, rep, List.append_assoc]
    exact (cells_pushCells m w _).trans (ih.append w)

/-- The cells of a row. -/
noncomputable def spelled (m : Nat) : List (List Nat × Nat × Nat) → List Nat
  | [] => []
  | (w, a, b) :: row => rep w (a * m + b) ++ spelled m row

/-- The cells of a row as a side are those of the row. -/
theorem cells_sideOf (m : Nat) (row : List (List Nat × Nat × Nat)) :
    Same (cells m (sideOf row)) (spelled m row) := by
  induction row with
  | nil => exact Same.refl _
  | cons entry row ih =>
    obtain ⟨w, a, b⟩ := entry
    have hunfold : sideOf ((w, a, b) :: row) = pushCopies w
      (Nat.rec (motive := fun _ => List Item) (sideOf row)
        (fun a _ => pushBlock (Nat.succ a) (sideOf row) w) a) b := rfl
    rw [hunfold, spelled, Nat.add_comm, rep_append, List.append_assoc]
    refine (cells_pushCopies m w _ b).trans (Same.append ?_ _)
    cases a with
    | zero =>
      rw [Nat.zero_mul]
      exact ih
    | succ a => exact (cells_pushBlock m (a + 1) _ w).trans (ih.append _)

/-- The cells taken off a side, and what is left, are those of the side. -/
theorem cells_takeCells {m count : Nat} {side rest : List Item} {u : List Nat}
    (h : takeCells count side = some (u, rest)) : Same (u ++ cells m rest) (cells m side) := by
  induction count generalizing side u with
  | zero =>
    have h : some ([], side) = some (u, rest) := h
    cases h
    exact Same.refl _
  | succ count ih =>
    cases side with
    | nil =>
      have hunfold : takeCells (count + 1) [] =
        Option.rec (motive := fun _ => Option (List Nat × List Item)) none
          (fun taken => some (0 :: taken.1, taken.2)) (takeCells count []) := rfl
      rw [hunfold] at h
      cases hmore : takeCells count [] with
      | none => rw [hmore] at h; cases h
      | some taken =>
        rw [hmore] at h
        cases h
        exact ((ih hmore).cons 0).trans same_zero
    | cons item side =>
      cases item with
      | inr => cases h
      | inl s =>
        have hunfold : takeCells (count + 1) (.cell s :: side) =
          Option.rec (motive := fun _ => Option (List Nat × List Item)) none
            (fun taken => some (s :: taken.1, taken.2)) (takeCells count side) := rfl
        rw [hunfold] at h
        cases hmore : takeCells count side with
        | none => rw [hmore] at h; cases h
        | some taken =>
          rw [hmore] at h
          cases h
          exact (ih hmore).cons s

/-- A word is its prefix and what remains. -/
theorem eq_of_afterPrefix {u v w : List Nat} (h : afterPrefix u v = some w) : v = u ++ w := by
  induction u generalizing v with
  | nil =>
    have h : some v = some w := h
    cases h
    rfl
  | cons x u ih =>
    cases v with
    | nil => cases h
    | cons y v =>
      have hunfold : afterPrefix (x :: u) (y :: v) =
        Bool.rec (motive := fun _ => Option (List Nat)) none (afterPrefix u v) (Nat.beq x y) := rfl
      rw [hunfold] at h
      cases hxy : Nat.beq x y with
      | false => rw [hxy] at h; cases h
      | true => rw [hxy] at h; rw [Nat.eq_of_beq_eq_true hxy, ih h]; rfl

/-! ### Agreement with the semantics -/

variable {n k : Nat}

/-- The direction as a difference of positions. -/
def ahead (f : Nat) : Int := if f = 0 then -1 else 1

/-- The configuration is in state `q` and facing `f`; these cells are behind its head, and these
ahead, the cell under the head first. -/
structure Stands (c : Config n k) (q f : Nat) (behind ahead : List Nat) : Prop where
  state : stateCode c.state = q + 1
  facing : f < 2
  ahead : ∀ j : Nat, (c.tape (c.head + Rules.ahead f * j)).val = ahead.getD j 0
  behind : ∀ j : Nat, (c.tape (c.head - Rules.ahead f * (j + 1))).val = behind.getD j 0

/-- What stands on the tape may be written with more blanks at the end, or fewer. -/
theorem Stands.congr {c : Config n k} {q f : Nat} {B B' A A' : List Nat} (h : Stands c q f B A)
    (hB : Same B B') (hA : Same A A') : Stands c q f B' A' :=
  ⟨h.state, h.facing, fun j => (h.ahead j).trans (hA j), fun j => (h.behind j).trans (hB j)⟩

/-- Ahead is one cell to the right or one to the left. -/
theorem ahead_cases (f : Nat) : ahead f = 1 ∨ ahead f = -1 := by
  unfold ahead
  by_cases hf : f = 0
  · exact .inr (if_pos hf)
  · exact .inl (if_neg hf)

/-- Of two different directions, one is the opposite of the other. -/
theorem ahead_of_ne {f f' : Nat} (hf : f < 2) (hf' : f' < 2) (hne : f' ≠ f) :
    ahead f = -ahead f' := by
  unfold ahead
  split <;> split <;> first | rfl | omega

/-- There are two directions only. -/
theorem eq_of_ne {f f' f'' : Nat} (hf : f < 2) (hf' : f' < 2) (hf'' : f'' < 2) (hne : f' ≠ f)
    (hne' : f'' ≠ f) : f'' = f' := by omega

/-- The cells beside the place `p` and beside the next one in the direction `z`. -/
theorem beside {z : Int} (hz : z = 1 ∨ z = -1) (p : Int) (j : Nat) :
    p + z + z * j = p + z * ((j + 1 : Nat) : Int) ∧ p + z + z * j ≠ p ∧
      p + z - z * ((0 : Nat) + 1) = p ∧
      p + z - z * (((j + 1 : Nat) : Int) + 1) = p - z * (j + 1) ∧
      p + z - z * (((j + 1 : Nat) : Int) + 1) ≠ p := by
  rcases hz with rfl | rfl <;> refine ⟨?_, ?_, ?_, ?_, ?_⟩ <;> omega

/-- The same in the other direction. -/
theorem beside_neg {z : Int} (hz : z = 1 ∨ z = -1) (p : Int) (j : Nat) :
    p + z + z * j = p - -z * (j + 1) ∧
      p + z - z * (((j + 1 : Nat) : Int) + 1) = p + -z * ((j + 1 : Nat) : Int) := by
  rcases hz with rfl | rfl <;> constructor <;> omega

/-- A step. -/
theorem Stands.step {M : Machine n k} {c : Config n k} {q f q' s e : Nat} {B A : List Nat}
    (h : Stands c q f B (s :: A)) (he : codeOf n k M.table q s = e) (hq' : e / k / 2 = q' + 1) :
    (e / k % 2 = f → Stands (M.step c) q' (e / k % 2) (e % k :: B) A) ∧
      (e / k % 2 ≠ f → Stands (M.step c) q' (e / k % 2) (e % k :: A) B) := by
  have hread : (c.tape c.head).val = s := by
    have := h.ahead 0
    rw [show c.head + Rules.ahead f * ((0 : Nat) : Int) = c.head by omega] at this
    exact this
  obtain ⟨hstate, hhead, hcells⟩ := Machine.step_of_code (M := M) h.state (hread.symm ▸ he)
  have hmod : e / k % 2 < 2 := Nat.mod_lt _ Nat.zero_lt_two
  have hhead : (M.step c).head = c.head + Rules.ahead (e / k % 2) := hhead
  have hz := ahead_cases (e / k % 2)
  generalize e / k % 2 = f' at hhead hmod hz
  have hnew : ((M.step c).tape ((M.step c).head - Rules.ahead f' * ((0 : Nat) + 1))).val =
      e % k := by
    rw [hcells, hhead, (beside hz c.head 0).2.2.1, if_pos rfl]
  constructor
  · rintro rfl
    refine ⟨hstate.trans hq', hmod, fun j => ?_, fun j => ?_⟩
    · have hj := beside hz c.head j
      rw [hcells, hhead, if_neg hj.2.1, hj.1]
      exact h.ahead (j + 1)
    · cases j with
      | zero => exact hnew
      | succ j =>
        have hj := beside hz c.head j
        rw [hcells, hhead, if_neg hj.2.2.2.2, hj.2.2.2.1]
        exact h.behind j
  · intro hne
    have hother := ahead_of_ne h.facing hmod hne
    refine ⟨hstate.trans hq', hmod, fun j => ?_, fun j => ?_⟩
    · rw [hcells, hhead, if_neg (beside hz c.head j).2.1, (beside_neg hz c.head j).1, ← hother]
      exact h.behind j
    · cases j with
      | zero => exact hnew
      | succ j =>
        rw [hcells, hhead, if_neg (beside hz c.head j).2.2.2.2, (beside_neg hz c.head j).2,
          ← hother]
        exact h.ahead (j + 1)

/-- A run through some cells, whatever lies beyond them. -/
theorem Stands.walk {M : Machine n k} {c : Config n k} {fuel q f t : Nat} {b a B A : List Nat}
    {x : Exit} (h : Stands c q f (b ++ B) (a ++ A))
    (hx : Rules.walk n k M.table fuel q f b a t = some x) :
    ∃ d, x.time = t + d ∧ (x.facing = f → Stands (M.run d c) x.state f (x.behind ++ B) A) ∧
      (x.facing ≠ f → Stands (M.run d c) x.state x.facing (x.behind ++ A) B) := by
  induction fuel generalizing c q f t b a B A with
  | zero => cases hx
  | succ fuel ih =>
    cases a with
    | nil =>
      have hx : some (Exit.mk q f b t) = some x := hx
      cases hx
      exact ⟨0, rfl, fun _ => h, fun hne => absurd rfl hne⟩
    | cons s a =>
      have hunfold : Rules.walk n k M.table (fuel + 1) q f b (s :: a) t =
        Nat.rec (motive := fun _ => Option Exit) none
          (fun q' _ => Bool.rec (motive := fun _ => Option Exit)
            (Rules.walk n k M.table fuel q' (codeOf n k M.table q s / k % 2)
              (codeOf n k M.table q s % k :: a) b (t + 1))
            (Rules.walk n k M.table fuel q' (codeOf n k M.table q s / k % 2)
              (codeOf n k M.table q s % k :: b) a (t + 1))
            (Nat.beq (codeOf n k M.table q s / k % 2) f))
          (codeOf n k M.table q s / k / 2) := rfl
      rw [hunfold] at hx
      generalize he : codeOf n k M.table q s = e at hx
      cases hq' : e / k / 2 with
      | zero => rw [hq'] at hx; cases hx
      | succ q' =>
        rw [hq'] at hx
        have hf := h.facing
        have hstep := Stands.step (M := M) (A := a ++ A) h he hq'
        have hmod : e / k % 2 < 2 := Nat.mod_lt _ Nat.zero_lt_two
        have htime : ∀ d, x.time = t + 1 + d → x.time = t + (d + 1) := fun d hd => by
          rw [hd, Nat.add_assoc, Nat.add_comm 1]
        cases hdir : Nat.beq (e / k % 2) f with
        | true =>
          simp only [hdir] at hx
          have hdir := Nat.eq_of_beq_eq_true hdir
          obtain ⟨d, hd, hsame, hother⟩ := ih (b := e % k :: b) (hstep.1 hdir) hx
          refine ⟨d + 1, htime d hd, fun hf => ?_, fun hf => ?_⟩
          · rw [hdir] at hsame
            exact hsame hf
          · rw [hdir] at hother
            exact hother hf
        | false =>
          simp only [hdir] at hx
          have hdir := Nat.ne_of_beq_eq_false hdir
          obtain ⟨d, hd, hsame, hother⟩ := ih (b := e % k :: a) (hstep.2 hdir) hx
          generalize e / k % 2 = f' at hdir hmod hsame hother
          refine ⟨d + 1, htime d hd, fun hxf => ?_, fun hxf => ?_⟩
          · have := hother fun heq => hdir (heq.symm.trans hxf)
            rw [hxf] at this
            exact this
          · by_cases hxf' : x.facing = f'
            · have := hsame hxf'
              rw [← hxf'] at this
              exact this
            · -- The run ends facing one way or the other.
              exact absurd (eq_of_ne hf hmod (hother hxf').facing hdir hxf) hxf'

/-- **Crossing any number of copies of a word**, by induction, with the cells `u` carried along. -/
theorem cross {M : Machine n k} {fuel q f t : Nat} {u w w' : List Nat}
    (hx : walk n k M.table fuel q f u w 0 = some ⟨q, f, u ++ w', t⟩) (copies : Nat)
    {c : Config n k} {B A : List Nat} (h : Stands c q f (u ++ B) (rep w copies ++ A)) :
    Stands (M.run (t * copies) c) q f (u ++ (rep w' copies ++ B)) A := by
  induction copies generalizing c B with
  | zero => exact h
  | succ copies ih =>
    rw [rep, List.append_assoc] at h
    obtain ⟨d, hd, hsame, -⟩ := h.walk hx
    have hnow : Stands (M.run d c) q f (u ++ w' ++ B) (rep w copies ++ A) := hsame rfl
    have hd : t = 0 + d := hd
    rw [Nat.zero_add] at hd
    subst hd
    rw [List.append_assoc] at hnow
    have := ih hnow
    rw [← Machine.run_add, ← List.append_assoc (rep w' copies), rep_comm] at this
    rw [Nat.mul_succ, Nat.add_comm, rep]
    exact this

/-! ### Stages -/

/-- The stage is true of the configuration, for a value of the parameter. -/
def Stage.Is (x : Stage) (m : Nat) (c : Config n k) : Prop :=
  Stands c x.state x.facing (cells m x.behind) (cells m x.ahead)

/-- The number of steps so far. -/
def Stage.time (x : Stage) (m : Nat) : Nat := x.slope * m + x.constant

variable {M : Machine n k} {c : Config n k} {m : Nat} {x y : Stage}

/-- What is computed of a step is so, for the value `m` of the parameter. -/
theorem stepOn_sound {s : Nat} {rest : List Item}
    (h : Stands c x.state x.facing (cells m x.behind) (s :: cells m rest))
    (hy : stepOn n k M.table x s rest = some y) :
    y.Is m (M.run 1 c) ∧ y.time m = x.time m + 1 := by
  have hunfold : stepOn n k M.table x s rest =
    Nat.rec (motive := fun _ => Option Stage) none
      (fun q' _ => Bool.rec (motive := fun _ => Option Stage)
        (some ⟨q', codeOf n k M.table x.state s / k % 2,
          pushCell (codeOf n k M.table x.state s % k) rest, x.behind, x.slope, x.constant + 1⟩)
        (some ⟨q', codeOf n k M.table x.state s / k % 2,
          pushCell (codeOf n k M.table x.state s % k) x.behind, rest, x.slope, x.constant + 1⟩)
        (Nat.beq (codeOf n k M.table x.state s / k % 2) x.facing))
      (codeOf n k M.table x.state s / k / 2) := rfl
  rw [hunfold] at hy
  generalize he : codeOf n k M.table x.state s = e at hy
  cases hq' : e / k / 2 with
  | zero => rw [hq'] at hy; cases hy
  | succ q' =>
    rw [hq'] at hy
    have hstep := Stands.step (M := M) h he hq'
    cases hdir : Nat.beq (e / k % 2) x.facing with
    | true =>
      simp only [hdir] at hy
      cases hy
      exact ⟨(hstep.1 (Nat.eq_of_beq_eq_true hdir)).congr (cells_pushCell m _ _).symm
        (Same.refl _), rfl⟩
    | false =>
      simp only [hdir] at hy
      cases hy
      exact ⟨(hstep.2 (Nat.ne_of_beq_eq_false hdir)).congr (cells_pushCell m _ _).symm
        (Same.refl _), rfl⟩

/-- What is computed of the crossing of a repeated word is so, for the value `m` of the
parameter. -/
theorem crossWith_sound {w : List Nat} {a count : Nat} {rest : List Item}
    (h : Stands c x.state x.facing (cells m x.behind) (rep w (a * m) ++ cells m rest))
    (hy : crossWith n k M.table x w a rest count = some y) :
    ∃ t, y.Is m (M.run t c) ∧ y.time m = x.time m + t := by
  have hunfold : crossWith n k M.table x w a rest count =
    Option.rec (motive := fun _ => Option Stage) none
      (fun taken =>
        Option.rec (motive := fun _ => Option Stage) none
          (fun out => Bool.rec (motive := fun _ => Option Stage) none
            (Bool.rec (motive := fun _ => Option Stage) none
              (Option.rec (motive := fun _ => Option Stage) none
                (fun w' => some ⟨x.state, x.facing, pushCells taken.1 (pushBlock a taken.2 w'),
                  rest, x.slope + out.time * a, x.constant⟩)
                (afterPrefix taken.1 out.behind))
              (Nat.beq out.facing x.facing))
            (Nat.beq out.state x.state))
          (walk n k M.table 1000 x.state x.facing taken.1 w 0))
      (takeCells count x.behind) := rfl
  rw [hunfold] at hy
  cases htaken : takeCells count x.behind with
  | none => rw [htaken] at hy; cases hy
  | some taken =>
  obtain ⟨u, side⟩ := taken
  rw [htaken] at hy
  simp only at hy
  cases hwalk : walk n k M.table 1000 x.state x.facing u w 0 with
  | none => rw [hwalk] at hy; cases hy
  | some out =>
  obtain ⟨q, f, behind, t⟩ := out
  rw [hwalk] at hy
  cases hq : Nat.beq q x.state with
  | false => simp only [hq] at hy <;> cases hy
  | true =>
  cases hf : Nat.beq f x.facing with
  | false => simp only [hq, hf] at hy <;> cases hy
  | true =>
  cases hafter : afterPrefix u behind with
  | none => simp only [hq, hf, hafter] at hy <;> cases hy
  | some w' =>
  simp only [hq, hf, hafter] at hy
  obtain rfl := Nat.eq_of_beq_eq_true hq
  obtain rfl := Nat.eq_of_beq_eq_true hf
  obtain rfl := eq_of_afterPrefix hafter
  cases hy
  refine ⟨t * (a * m), ?_, ?_⟩
  · have := cross hwalk (a * m) (h.congr (cells_takeCells (m := m) htaken).symm (Same.refl _))
    refine this.congr ?_ (Same.refl _)
    exact (((cells_pushBlock m a side w').append u).symm).trans (cells_pushCells m u _).symm
  · show (x.slope + t * a) * m + x.constant = x.slope * m + x.constant + t * (a * m)
    rw [Nat.add_mul, Nat.mul_assoc]
    omega

/-- What is computed of a step or a crossing is so, for the value `m` of the parameter. -/
theorem advance_sound (h : x.Is m c) (hy : advance n k M.table x = some y) :
    ∃ t, y.Is m (M.run t c) ∧ y.time m = x.time m + t := by
  unfold Stage.Is at h
  unfold advance at hy
  cases hahead : x.ahead with
  | nil =>
    rw [hahead] at h hy
    exact ⟨1, stepOn_sound (rest := []) (h.congr (Same.refl _) same_zero.symm) hy⟩
  | cons item rest =>
    rw [hahead] at h hy
    cases item with
    | inl s => exact ⟨1, stepOn_sound h hy⟩
    | inr wa =>
      obtain ⟨w, a⟩ := wa
      have hall : ∀ tries count, crossing n k M.table x w a rest tries count = some y →
          ∃ t, y.Is m (M.run t c) ∧ y.time m = x.time m + t := by
        intro tries
        induction tries with
        | zero => intro count hy; cases hy
        | succ tries ih =>
          intro count hy
          have hunfold : crossing n k M.table x w a rest (tries + 1) count =
            Option.rec (motive := fun _ => Option Stage)
              (crossing n k M.table x w a rest tries (count + 1)) some
              (crossWith n k M.table x w a rest count) := rfl
          rw [hunfold] at hy
          cases hwith : crossWith n k M.table x w a rest count with
          | none => rw [hwith] at hy; exact ih _ hy
          | some z =>
            rw [hwith] at hy
            cases hy
            exact crossWith_sound h hwith
      exact hall 9 0 hy

/-- Sides that are found the same are equal. -/
theorem eq_of_sameSide {xs ys : List Item} (h : sameSide xs ys = true) : xs = ys := by
  induction xs generalizing ys with
  | nil =>
    cases ys with
    | nil => rfl
    | cons => cases h
  | cons x xs ih =>
    cases ys with
    | nil => cases h
    | cons y ys =>
      cases x with
      | inl s =>
        cases y with
        | inr => cases h
        | inl s' =>
          have hunfold : sameSide (.cell s :: xs) (.cell s' :: ys) =
            Bool.rec (motive := fun _ => Bool) false (sameSide xs ys) (Nat.beq s s') := rfl
          rw [hunfold] at h
          cases hs : Nat.beq s s' with
          | false => rw [hs] at h; cases h
          | true => rw [hs] at h; rw [Nat.eq_of_beq_eq_true hs, ih h]
      | inr va =>
        obtain ⟨v, a⟩ := va
        cases y with
        | inl => cases h
        | inr wb =>
          obtain ⟨w, b⟩ := wb
          have hunfold : sameSide (.block v a :: xs) (.block w b :: ys) =
            Bool.rec (motive := fun _ => Bool) false
              (Bool.rec (motive := fun _ => Bool) false (sameSide xs ys) (sameWord v w))
              (Nat.beq a b) := rfl
          rw [hunfold] at h
          cases hab : Nat.beq a b with
          | false => rw [hab] at h; cases h
          | true =>
          cases hvw : sameWord v w with
          | false => rw [hab, hvw] at h; cases h
          | true =>
            rw [hab, hvw] at h
            rw [Nat.eq_of_beq_eq_true hab, eq_of_sameWord hvw, ih h]

/-- A stage that is found the same is true of the same configuration. -/
theorem Stage.Is.of_same (h : x.Is m c) (hxy : x.same y = true) : y.Is m c := by
  unfold same at hxy
  cases hq : Nat.beq x.state y.state with
  | false => rw [hq] at hxy; cases hxy
  | true =>
  cases hf : Nat.beq x.facing y.facing with
  | false => rw [hq, hf] at hxy; cases hxy
  | true =>
  cases hahead : sameSide x.ahead y.ahead with
  | false => rw [hq, hf, hahead] at hxy; cases hxy
  | true =>
  rw [hq, hf, hahead] at hxy
  unfold Stage.Is at h ⊢
  rw [← Nat.eq_of_beq_eq_true hq, ← Nat.eq_of_beq_eq_true hf, ← eq_of_sameSide hahead,
    ← eq_of_sameSide hxy]
  exact h

/-- If a stage is found to arrive at another, the machine does, for the value `m` of the parameter,
and takes as long as is computed. -/
theorem arrives_sound {fuel : Nat} (h : x.Is m c) (hy : arrives n k M.table y fuel x = true) :
    ∃ t, y.Is m (M.run t c) ∧ y.time m = x.time m + t := by
  induction fuel generalizing c x with
  | zero => cases hy
  | succ fuel ih =>
    have hunfold : arrives n k M.table y (fuel + 1) x =
      Bool.rec (motive := fun _ => Bool)
        (Option.rec (motive := fun _ => Bool) false (arrives n k M.table y fuel)
          (advance n k M.table x))
        (Bool.rec (motive := fun _ => Bool) false (Nat.beq x.constant y.constant)
          (Nat.beq x.slope y.slope)) (x.same y) := rfl
    rw [hunfold] at hy
    cases hsame : x.same y with
    | true =>
      simp only [hsame] at hy
      cases hslope : Nat.beq x.slope y.slope with
      | false => simp only [hslope] at hy <;> cases hy
      | true =>
        simp only [hslope] at hy
        refine ⟨0, h.of_same hsame, ?_⟩
        simp only [Stage.time, Nat.eq_of_beq_eq_true hslope, Nat.eq_of_beq_eq_true hy]
        rfl
    | false =>
      simp only [hsame] at hy
      cases hnext : advance n k M.table x with
      | none => rw [hnext] at hy; cases hy
      | some z =>
        rw [hnext] at hy
        obtain ⟨t, hz, ht⟩ := advance_sound h hnext
        obtain ⟨t', hy', ht'⟩ := ih hz hy
        refine ⟨t + t', ?_, by omega⟩
        rw [Machine.run_add]
        exact hy'

end BBSynth.Rules
