module

public import BBSynth.Rules
public import BBSynth.Track

/-!
# Space, from rules

A cell that is not blank has been visited. So a machine that passes the configurations of a family
has visited, by then, at least as many cells as are not blank in them.

## Main definitions

* `BBSynth.Rules.marks`: how many symbols of a list are not blank

## Main results

* `BBSynth.Machine.reaches_total`: when a machine with a rule passes each configuration
* `BBSynth.Machine.visitsAtLeast_of_rule`: what a problem's proof uses
-/

@[expose] public section

namespace BBSynth

/-- How many symbols of a list are not blank. -/
def Rules.marks {k : Nat} [NeZero k] : List (Fin k) → Nat
  | [] => 0
  | s :: w => (if s = 0 then 0 else 1) + marks w

/-- The symbols of a row that are not blank: `a * m + b` for the parameter `m`. -/
def Rules.rowMarks {k : Nat} [NeZero k] : List (List (Fin k) × Nat × Nat) → Nat × Nat
  | [] => (0, 0)
  | (w, a, b) :: row => (a * marks w + (rowMarks row).1, b * marks w + (rowMarks row).2)

section

variable {k : Nat} [NeZero k]

/-- The symbols of two lists that are not blank are those of both. -/
theorem Rules.marks_append (v w : List (Fin k)) : marks (v ++ w) = marks v + marks w := by
  induction v with
  | nil => exact (Nat.zero_add _).symm
  | cons s v ih => rw [List.cons_append, marks, marks, ih, Nat.add_assoc]

/-- A reversed list has as many symbols that are not blank. -/
theorem Rules.marks_reverse (w : List (Fin k)) : marks w.reverse = marks w := by
  induction w with
  | nil => rfl
  | cons s w ih =>
    rw [List.reverse_cons, marks_append, ih, marks, marks, marks, Nat.add_zero, Nat.add_comm]

/-- How many symbols of a row are not blank is linear in the parameter. -/
theorem Rules.marks_rowAt (m : Nat) (row : List (List (Fin k) × Nat × Nat)) :
    marks (Config.spell (rowAt m row)) = (rowMarks row).1 * m + (rowMarks row).2 := by
  induction row with
  | nil => exact (Nat.zero_mul m).symm
  | cons entry row ih =>
    obtain ⟨w, a, b⟩ := entry
    have hrep : ∀ t, marks (List.replicate t w).flatten = t * marks w := by
      intro t
      induction t with
      | zero => exact (Nat.zero_mul _).symm
      | succ t ih =>
        rw [List.replicate_succ, List.flatten_cons, marks_append, ih, Nat.succ_mul, Nat.add_comm]
    rw [rowAt, Config.spell, marks_append, hrep, ih, linear_eq]
    show _ = (a * marks w + (rowMarks row).1) * m + (b * marks w + (rowMarks row).2)
    rw [Nat.add_mul, Nat.add_mul, Nat.mul_right_comm]
    omega

/-- The places of the symbols that are not blank, as cells. -/
theorem Rules.exists_marked (symbols : List (Fin k)) (f : Nat → Int)
    (hf : ∀ a b, f a = f b → a = b) :
    ∃ cells : List Int, cells.Nodup ∧ cells.length = marks symbols ∧
      ∀ i, i ∈ cells → ∃ j, i = f j ∧ symbols.getD j 0 ≠ 0 := by
  induction symbols generalizing f with
  | nil => exact ⟨[], List.nodup_nil, rfl, fun i hi => absurd hi List.not_mem_nil⟩
  | cons s w ih =>
    obtain ⟨cells, hnodup, hlength, hmem⟩ :=
      ih (fun j => f (j + 1)) fun a b h => Nat.succ.inj (hf _ _ h)
    have hlater : ∀ i, i ∈ cells → ∃ j, i = f j ∧ (s :: w).getD j 0 ≠ 0 := fun i hi =>
      have ⟨j, hj, hne⟩ := hmem i hi
      ⟨j + 1, hj, hne⟩
    by_cases hs : s = 0
    · exact ⟨cells, hnodup, by rw [marks, if_pos hs, hlength, Nat.zero_add], hlater⟩
    · refine ⟨f 0 :: cells, List.nodup_cons.mpr ⟨fun h => ?_, hnodup⟩, ?_, fun i hi => ?_⟩
      · obtain ⟨j, hj, -⟩ := hmem _ h
        exact absurd (hf _ _ hj) (Nat.succ_ne_zero j).symm
      · rw [List.length_cons, hlength, marks, if_neg hs, Nat.add_comm]
      · rcases List.mem_cons.mp hi with rfl | hi
        · exact ⟨0, rfl, hs⟩
        · exact hlater i hi

end

namespace Machine

variable {n k : Nat} [NeZero n] [NeZero k] {M : Machine n k} {F : Family n k}

/-- A cell that is not blank has been visited. -/
theorem visited_of_marked {t : Nat} {i : Int} (h : (M.run t .initial).tape i ≠ 0) :
    ∃ u, u < t ∧ (M.run u .initial).head = i := by
  induction t with
  | zero => exact absurd rfl h
  | succ t ih =>
    by_cases hi : i = (M.run t .initial).head
    · exact ⟨t, Nat.lt_succ_self t, hi.symm⟩
    · have hsame : (M.run (t + 1) .initial).tape i = (M.run t .initial).tape i := by
        rw [run_succ']
        unfold step
        cases (M.run t .initial).state with
        | none => rfl
        | some q => exact if_neg hi
      rw [hsame] at h
      obtain ⟨u, hu, hhead⟩ := ih h
      exact ⟨u, Nat.lt_succ_of_lt hu, hhead⟩

/-- A machine that comes to a configuration of a family has visited the cells that are not blank
in it. -/
theorem visitsAtLeast_of_reaches {m t : Nat} (h : M.Reaches .initial (F.at m) t) :
    M.VisitsAtLeast t
      (Rules.marks (Config.spell (rowAt m F.left)) +
        Rules.marks (Config.spell (rowAt m F.right))) := by
  unfold Reaches at h
  obtain ⟨s, hs⟩ := h
  obtain ⟨left, hnodup, hlength, hleft⟩ :=
    Rules.exists_marked (Config.spell (rowAt m F.left)).reverse
    (fun j => -1 - (j : Int) + s)
    fun a b (h : -1 - (a : Int) + s = -1 - (b : Int) + s) => by omega
  obtain ⟨right, hnodup', hlength', hright⟩ := Rules.exists_marked (Config.spell (rowAt m F.right))
    (fun j => (j : Int) + s) fun a b (h : (a : Int) + s = (b : Int) + s) => by omega
  have htape : ∀ i, (M.run t .initial).tape i = (F.at m).tape (i - s) := fun i => by rw [hs]; rfl
  refine ⟨left ++ right, List.nodup_append.mpr ⟨hnodup, hnodup', fun a ha b hb => ?_⟩, ?_,
    fun i hi => visited_of_marked ?_⟩
  · obtain ⟨j, hj, -⟩ := hleft a ha
    obtain ⟨j', hj', -⟩ := hright b hb
    omega
  · rw [List.length_append, hlength, hlength', Rules.marks_reverse]
  · rw [htape]
    rcases List.mem_append.mp hi with hi | hi
    · obtain ⟨j, rfl, hne⟩ := hleft i hi
      simp only [Family.at, Config.rows]
      rw [if_neg (by omega), show (-1 - (-1 - (j : Int) + s - s)).toNat = j by omega]
      exact hne
    · obtain ⟨j, rfl, hne⟩ := hright i hi
      simp only [Family.at, Config.rows]
      rw [if_pos (by omega), show ((j : Int) + s - s).toNat = j by omega]
      exact hne

/-- When a machine with a rule passes each configuration of a family. -/
theorem reaches_total {start a b : Nat} (hstart : M.Reaches .initial (F.at 0) start)
    (hrule : ∀ m, M.Reaches (F.at m) (F.at (m + 1)) (linear a b m)) (m : Nat) :
    M.Reaches .initial (F.at m) (start + b * m + a * (m * (m - 1) / 2)) := by
  induction m with
  | zero => exact hstart
  | succ m ih =>
    have h := ih.trans (hrule m)
    have hhalf : (m + 1) * (m + 1 - 1) / 2 = m * (m - 1) / 2 + m := by
      have : (m + 1) * (m + 1 - 1) = m * (m - 1) + m * 2 := by
        cases m with
        | zero => rfl
        | succ m =>
          show (m + 1 + 1) * (m + 1) = (m + 1) * m + (m + 1) * 2
          rw [← Nat.mul_add, Nat.mul_comm]
      rw [this, Nat.add_mul_div_right _ _ Nat.zero_lt_two]
    have htime : start + b * (m + 1) + a * ((m + 1) * (m + 1 - 1) / 2) =
        start + b * m + a * (m * (m - 1) / 2) + linear a b m := by
      rw [hhalf, linear_eq, Nat.mul_add a, Nat.mul_succ b]
      omega
    rw [htime]
    exact h

/-- Computes that the machine passes every configuration of the family, and that in that for `m`
there are `p * m + q` cells that are not blank. -/
noncomputable def spaceCheck (M : Machine n k) (F : Family n k) (start a b p q fuel : Nat) : Bool :=
  Bool.rec (motive := fun _ => Bool) false
    (Bool.rec (motive := fun _ => Bool) false (M.passesCheck F start a b fuel)
      (Nat.beq ((Rules.rowMarks F.left).2 + (Rules.rowMarks F.right).2) q))
    (Nat.beq ((Rules.rowMarks F.left).1 + (Rules.rowMarks F.right).1) p)

/-- **A lower bound on the space, by a rule**: `Machine.visitsAtLeast_of_rule (F := …)
(start := …) (a := …) (b := …) (p := …) (q := …) (fuel := …) (by decide +kernel)`. -/
theorem visitsAtLeast_of_rule {start a b p q fuel : Nat}
    (h : M.spaceCheck F start a b p q fuel = true) (m : Nat) :
    M.VisitsAtLeast (start + b * m + a * (m * (m - 1) / 2)) (linear p q m) := by
  unfold spaceCheck at h
  cases hp : Nat.beq ((Rules.rowMarks F.left).1 + (Rules.rowMarks F.right).1) p with
  | false => rw [hp] at h; cases h
  | true =>
  cases hq : Nat.beq ((Rules.rowMarks F.left).2 + (Rules.rowMarks F.right).2) q with
  | false => rw [hp, hq] at h; cases h
  | true =>
  rw [hp, hq] at h
  have h : M.passesCheck F start a b fuel = true := h
  unfold passesCheck at h
  cases hpos : Nat.ble 1 b with
  | false => rw [hpos] at h; cases h
  | true =>
  cases hstart : M.startCheck F 0 start fuel with
  | false => rw [hpos, hstart] at h; cases h
  | true =>
  rw [hpos, hstart] at h
  have hreaches := reaches_total (start_of_check hstart) (rule_of_check h) m
  have hspace : Rules.marks (Config.spell (rowAt m F.left)) +
      Rules.marks (Config.spell (rowAt m F.right)) =
      linear p q m := by
    rw [Rules.marks_rowAt, Rules.marks_rowAt, linear_eq, ← Nat.eq_of_beq_eq_true hp,
      ← Nat.eq_of_beq_eq_true hq, Nat.add_mul]
    omega
  rw [← hspace]
  exact visitsAtLeast_of_reaches hreaches

end Machine

end BBSynth
