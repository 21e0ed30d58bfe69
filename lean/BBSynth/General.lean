module

public import BBSynth.Repeat
public import BBSynth.Rename

/-!
# Machines in general

Facts about all machines.

## Main results

* `BBSynth.Machine.HaltsAfter.unique`, in `BBSynth.Run`: a machine halts at one time only
* `BBSynth.Machine.head_le`: the head is never further from its start than there were steps
* `BBSynth.Machine.Visited.mono`, `BBSynth.Machine.blank_of_not_visited`: cells that were visited
  stay visited, and the others are blank
* `BBSynth.Machine.visitsExactly_le`, `BBSynth.Machine.haltsLeaving_le`: bounds by the halting time
* `BBSynth.Machine.halts_mirror`, `BBSynth.Machine.neverHalts_mirror`,
  `BBSynth.Machine.halts_rename`, `BBSynth.Machine.neverHalts_rename`: machines that behave alike
* `BBSynth.Machine.neverHalts_of_repeat`: a machine that comes back to a configuration never halts
* `BBSynth.Machine.halts_or_not_of_staysWithin`: in bounded space, a machine halts within so many
  steps as there are configurations, or never
* `BBSynth.Machine.repeats_of_staysWithin`: and if it never halts, it repeats itself
-/

@[expose] public section

namespace BBSynth.Machine

variable {n k : Nat} [NeZero n] [NeZero k] {M : Machine n k}

/-! ### Space -/

/-- Started on the blank tape, the machine has visited cell `i` within `t` steps: its head was there
before one of them. -/
def Visited (M : Machine n k) (t : Nat) (i : Int) : Prop :=
  ∃ s, s < t ∧ (M.run s .initial).head = i

/-- A cell that was visited stays visited. -/
theorem Visited.mono {s t : Nat} {i : Int} (h : M.Visited s i) (hle : s ≤ t) : M.Visited t i := by
  obtain ⟨u, hu, hi⟩ := h
  exact ⟨u, by omega, hi⟩

/-- After `t` steps, the head is at most `t` cells from where it started. -/
theorem head_le (M : Machine n k) (t : Nat) :
    -(t : Int) ≤ (M.run t .initial).head ∧ (M.run t .initial).head ≤ t := by
  induction t with
  | zero => exact ⟨Int.le_refl 0, Int.le_refl 0⟩
  | succ t ih =>
    rw [run_succ']
    have := head_step M (M.run t .initial)
    omega

/-- A cell that was not visited is blank. -/
theorem blank_of_not_visited {t : Nat} {i : Int} (h : ¬ M.Visited t i) :
    (M.run t .initial).tape i = 0 := by
  induction t with
  | zero => rfl
  | succ t ih =>
    have hbefore := ih fun hv => h (hv.mono (Nat.le_succ t))
    have hnow : i ≠ (M.run t .initial).head := fun heq => h ⟨t, Nat.lt_succ_self t, heq.symm⟩
    rw [run_succ']
    generalize M.run t .initial = c at hbefore hnow
    unfold step
    cases c.state with
    | none => exact hbefore
    | some q =>
      exact (if_neg hnow).trans hbefore

/-- A machine that halts after `N` steps visits at most `N` cells. -/
theorem visitsExactly_le {N s : Nat} (h : M.HaltsAfter N) (hs : M.VisitsExactly s) : s ≤ N := by
  obtain ⟨N', hN', cells, hnodup, hlength, hmem⟩ := hs
  obtain rfl := h.unique hN'
  have := List.length_le_of_subset
    (ys := (List.range N).map fun t => (M.run t .initial).head) hnodup fun i hi => by
      obtain ⟨t, ht, heq⟩ := (hmem i).mp hi
      exact List.mem_map.mpr ⟨t, List.mem_range.mpr ht, heq⟩
  rw [List.length_map, List.length_range] at this
  omega

/-- A machine that halts after `N` steps leaves at most `N` cells that are not blank. -/
theorem haltsLeaving_le {N s : Nat} (h : M.HaltsAfter N) (hs : M.HaltsLeaving s) : s ≤ N := by
  obtain ⟨N', hN', cells, hnodup, hlength, hmem⟩ := hs
  obtain rfl := h.unique hN'
  have := List.length_le_of_subset
    (ys := (List.range N).map fun t => (M.run t .initial).head) hnodup fun i hi => by
      have hne := (hmem i).mp hi
      by_cases hv : M.Visited N i
      · obtain ⟨t, ht, heq⟩ := hv
        exact List.mem_map.mpr ⟨t, List.mem_range.mpr ht, heq⟩
      · exact absurd (blank_of_not_visited hv) hne
  rw [List.length_map, List.length_range] at this
  omega

/-- A machine leaves no more cells than it visits. -/
theorem haltsLeaving_le_visitsExactly {s v : Nat} (hs : M.HaltsLeaving s)
    (hv : M.VisitsExactly v) : s ≤ v := by
  obtain ⟨N, hN, cells, hnodup, hlength, hmem⟩ := hs
  obtain ⟨N', hN', visited, hnodup', hlength', hmem'⟩ := hv
  obtain rfl := hN.unique hN'
  rw [← hlength, ← hlength']
  refine List.length_le_of_subset hnodup fun i hi => (hmem' i).mpr ?_
  by_cases hv : M.Visited N i
  · exact hv
  · exact absurd (blank_of_not_visited hv) ((hmem i).mp hi)

/-! ### Machines that behave alike -/

/-- The mirror image of a machine halts exactly if the machine does. -/
theorem halts_mirror : M.mirror.Halts ↔ M.Halts :=
  ⟨fun ⟨N, hN⟩ => ⟨N, haltsAfter_mirror.mp hN⟩, fun ⟨N, hN⟩ => ⟨N, haltsAfter_mirror.mpr hN⟩⟩

/-- The mirror image of a machine never halts exactly if the machine does not. -/
theorem neverHalts_mirror : M.mirror.NeverHalts ↔ M.NeverHalts := by
  rw [neverHalts_iff, neverHalts_iff, halts_mirror]

/-- A machine with renamed states halts exactly if the machine does. -/
theorem halts_rename {σ : Fin n → Fin n} (hσ : ∀ q, σ (σ q) = q) (hzero : σ 0 = 0) :
    (M.rename σ).Halts ↔ M.Halts :=
  ⟨fun ⟨N, hN⟩ => ⟨N, (haltsAfter_rename hσ hzero).mp hN⟩,
    fun ⟨N, hN⟩ => ⟨N, (haltsAfter_rename hσ hzero).mpr hN⟩⟩

/-- A machine with renamed states never halts exactly if the machine does not. -/
theorem neverHalts_rename {σ : Fin n → Fin n} (hσ : ∀ q, σ (σ q) = q) (hzero : σ 0 = 0) :
    (M.rename σ).NeverHalts ↔ M.NeverHalts := by
  rw [neverHalts_iff, neverHalts_iff, halts_rename hσ hzero]

/-! ### Bounded space -/

/-- A machine that comes back to a configuration in which it has not halted never halts. -/
theorem neverHalts_of_repeat {s t : Nat} (hst : s < t)
    (heq : M.run s .initial = M.run t .initial) (hrunning : ¬ (M.run s .initial).Halted) :
    M.NeverHalts := by
  obtain ⟨p, rfl⟩ := Nat.exists_eq_add_of_lt hst
  have hp : M.run (s + (p + 1)) .initial = M.run s .initial := heq.symm
  intro u hu
  have hle : u ≤ s + 0 + (p + 1) * u := by
    have : u ≤ (p + 1) * u := Nat.le_mul_of_pos_left u (Nat.succ_pos p)
    omega
  have hlate := halted_of_le hle hu
  have := Sequence.periodic (f := fun t => M.run t .initial) (fun a b d => run_congr a b d) hp u 0
  have : M.run (s + 0 + (p + 1) * u) .initial = M.run s .initial := this
  rw [this] at hlate
  exact hrunning hlate

/-- Of more numbers than there are below a bound, two are the same. -/
theorem exists_same {f : Nat → Nat} {B : Nat} (hf : ∀ t, t ≤ B → f t < B) :
    ∃ s t, s < t ∧ t ≤ B ∧ f s = f t := by
  apply Classical.byContradiction
  intro hnone
  have hne : ∀ s t, s < t → t ≤ B → f s ≠ f t := fun s t hst ht heq =>
    hnone ⟨s, t, hst, ht, heq⟩
  have hnodup : ((List.range (B + 1)).map fun t => (f t : Int)).Nodup := by
    refine List.pairwise_map.mpr ((List.pairwise_lt_range (n := B + 1)).imp_of_mem ?_)
    intro s t _ ht hst heq
    exact hne s t hst (Nat.lt_succ_iff.mp (List.mem_range.mp ht)) (by omega)
  have := List.length_le_of_subset
      (ys := (List.range B).map fun j : Nat => (j : Int)) hnodup fun i hi => by
    obtain ⟨t, ht, rfl⟩ := List.mem_map.mp hi
    exact List.mem_map.mpr ⟨f t, List.mem_range.mpr (hf t (by
      have := List.mem_range.mp ht; omega)), rfl⟩
  simp only [List.length_map, List.length_range] at this
  omega

/-- A machine that never leaves a stretch of cells, and does not halt for as many steps as there are
configurations, comes back to one of them. -/
theorem exists_repeat {a b : Int} (h : M.StaysWithin a b)
    (hrunning : ∀ t, t ≤ n * ((b - a + 1).toNat * k ^ (b - a + 1).toNat) →
      ¬ (M.run t .initial).Halted) :
    ∃ s t, s < t ∧ t ≤ n * ((b - a + 1).toNat * k ^ (b - a + 1).toNat) ∧
      M.run s .initial = M.run t .initial := by
  generalize hw : (b - a + 1).toNat = w at hrunning
  have hsize : (w : Int) = b - a + 1 := by
    have := h 0
    omega
  have htape : ∀ t i, i < a ∨ b < i → (M.run t .initial).tape i = 0 := by
    intro t i hi
    refine blank_of_not_visited ?_
    rintro ⟨s, -, hs⟩
    have := h s
    omega
  let code : Config n k → Nat := fun c =>
    (stateCode c.state - 1) + n * ((c.head - a).toNat +
      w * packDigits k (fun j => (c.tape (a + j)).val) w)
  have hstate : ∀ t, t ≤ n * (w * k ^ w) → 1 ≤ stateCode (M.run t .initial).state ∧
      stateCode (M.run t .initial).state ≤ n := by
    intro t ht
    cases hs : (M.run t .initial).state with
    | none => exact absurd hs (hrunning t ht)
    | some q => exact ⟨Nat.succ_pos _, q.isLt⟩
  have hhead : ∀ t, ((M.run t .initial).head - a).toNat < w := by
    intro t
    have := h t
    omega
  have hdigits : ∀ t, packDigits k (fun j => ((M.run t .initial).tape (a + j)).val) w < k ^ w :=
    fun t => packDigits_lt (fun j => Fin.isLt _) w
  have hlt : ∀ t, t ≤ n * (w * k ^ w) → code (M.run t .initial) < n * (w * k ^ w) := by
    intro t ht
    have h₁ := hstate t ht
    have h₂ := hhead t
    have h₃ := hdigits t
    show (stateCode (M.run t .initial).state - 1) + n * (((M.run t .initial).head - a).toNat +
      w * packDigits k (fun j => ((M.run t .initial).tape (a + j)).val) w) < n * (w * k ^ w)
    generalize packDigits k (fun j => ((M.run t .initial).tape (a + j)).val) w = x at h₃
    generalize ((M.run t .initial).head - a).toNat = y at h₂
    have hinner : y + w * x + 1 ≤ w * k ^ w := by
      calc y + w * x + 1 ≤ w + w * x := by omega
        _ = w * (x + 1) := by rw [Nat.mul_succ, Nat.add_comm]
        _ ≤ w * k ^ w := Nat.mul_le_mul_left w h₃
    calc _ < n + n * (y + w * x) := by omega
      _ = n * (y + w * x + 1) := by rw [Nat.mul_succ, Nat.add_comm]
      _ ≤ n * (w * k ^ w) := Nat.mul_le_mul_left n hinner
  obtain ⟨s, t, hst, ht, hsame⟩ := exists_same (f := fun t => code (M.run t .initial)) hlt
  refine ⟨s, t, hst, ht, ?_⟩
  have hs₁ := hstate s (by omega)
  have ht₁ := hstate t ht
  have hs₂ := hhead s
  have ht₂ := hhead t
  have hss := h s
  have htt := h t
  have hss' := htape s
  have htt' := htape t
  generalize M.run s .initial = c at hsame hs₁ hs₂ hss hss'
  generalize M.run t .initial = d at hsame ht₁ ht₂ htt htt'
  have hcut : ∀ {m x y x' y' : Nat}, x < m → x' < m → x + m * y = x' + m * y' →
      x = x' ∧ y = y' := by
    intro m x y x' y' hx hx' heq
    have hmod := congrArg (· % m) heq
    have hdiv := congrArg (· / m) heq
    simp only [Nat.add_mul_mod_self_left, Nat.mod_eq_of_lt hx, Nat.mod_eq_of_lt hx'] at hmod
    simp only [Nat.add_mul_div_left _ _ (Nat.lt_of_le_of_lt (Nat.zero_le x) hx),
      Nat.div_eq_of_lt hx, Nat.div_eq_of_lt hx', Nat.zero_add] at hdiv
    exact ⟨hmod, hdiv⟩
  obtain ⟨hq, hrest⟩ := hcut (by omega) (by omega) hsame
  obtain ⟨hpos, hcells⟩ := hcut hs₂ ht₂ hrest
  have hqs : c.state = d.state := by
    cases hcs : c.state with
    | none => rw [hcs] at hs₁; exact absurd hs₁.1 (Nat.not_succ_le_zero 0)
    | some p =>
      cases hds : d.state with
      | none => rw [hds] at ht₁; exact absurd ht₁.1 (Nat.not_succ_le_zero 0)
      | some q => rw [hcs, hds] at hq; exact congrArg some (Fin.ext hq)
  have hhd : c.head = d.head := by omega
  have hts : c.tape = d.tape := by
    funext i
    by_cases hi : i < a ∨ b < i
    · rw [hss' i hi, htt' i hi]
    · obtain ⟨j, rfl⟩ : ∃ j : Nat, i = a + j := ⟨(i - a).toNat, by omega⟩
      apply Fin.ext
      have hj : j < w := by omega
      rw [← digit_packDigits (f := fun j => (c.tape (a + j)).val) (fun j => Fin.isLt _) hj, hcells,
        digit_packDigits (fun j => Fin.isLt _) hj]
  exact Config.ext hqs hhd hts

/-- **Bounded space**: a machine that never leaves a stretch of `w` cells halts within
`n * (w * k ^ w)` steps, which is how many configurations there are, or never. -/
theorem halts_or_not_of_staysWithin {a b : Int} (h : M.StaysWithin a b) :
    M.HaltsWithin (n * ((b - a + 1).toNat * k ^ (b - a + 1).toNat)) ∨ M.NeverHalts := by
  by_cases hhalted : ∃ t, t ≤ n * ((b - a + 1).toNat * k ^ (b - a + 1).toNat) ∧
      (M.run t .initial).Halted
  · obtain ⟨t, hle, ht⟩ := hhalted
    obtain ⟨N, hN⟩ := halts_of_halted ht
    refine .inl ⟨N, ?_, hN⟩
    apply Classical.byContradiction
    intro hlt
    exact hN.2 t (by omega) ht
  · have hrunning : ∀ t, t ≤ n * ((b - a + 1).toNat * k ^ (b - a + 1).toNat) →
        ¬ (M.run t .initial).Halted := fun t hle ht => hhalted ⟨t, hle, ht⟩
    obtain ⟨s, t, hst, ht, heq⟩ := exists_repeat h hrunning
    exact .inr (neverHalts_of_repeat hst heq (hrunning s (by omega)))

/-- **Bounded space**: a machine that never leaves a stretch of cells and never halts comes back to
a configuration. -/
theorem repeats_of_staysWithin {a b : Int} (h : M.StaysWithin a b) (hnever : M.NeverHalts) :
    ∃ s t, s < t ∧ M.run s .initial = M.run t .initial := by
  obtain ⟨s, t, hst, -, heq⟩ := exists_repeat h fun t _ => hnever t
  exact ⟨s, t, hst, heq⟩

end BBSynth.Machine
