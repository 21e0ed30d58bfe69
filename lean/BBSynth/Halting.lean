module

public import BBSynth.Block

/-!
# Machines that halt

The whole run of a machine that halts takes place on some block around cell `0`. So the run is a
passage through two blank blocks, the head entering the right one from the left.

## Main definitions

* `BBSynth.Machine.haltingPassage`: computes the whole run of a machine that halts

## Main results

* `BBSynth.Machine.haltsAfter_of_check`, `BBSynth.Machine.haltsLeaving_of_check`: what a problem's
  proof uses
-/

@[expose] public section

namespace BBSynth

/-- How many cells of a block are not blank. -/
noncomputable def Block.nonBlank : Block → Nat :=
  Block.rec (motive := fun _ => Nat) (fun s => Nat.rec (motive := fun _ => Nat) 0 (fun _ _ => 1) s)
    (fun _ _ a b => Nat.add a b)

/-- The run from the blank tape, as a passage through two blank blocks of `2 ^ level` cells. If its
head leaves them, it is run again on larger ones, at most `tries` times. -/
noncomputable def blankPassage (pass : Nat → Pass) (fuel tries : Nat) : Nat → Block → Passage :=
  Nat.rec (motive := fun _ => Nat → Block → Passage) (fun _ _ => .lost)
    (fun _ continue_ level blank =>
      Passage.rec (motive := fun _ => Passage) .lost .halted
        (fun _ _ _ => continue_ (Nat.succ level) (.pair blank blank))
        (fun _ _ _ => continue_ (Nat.succ level) (.pair blank blank))
        (shuttle (pass level) fuel .right .left 0 blank blank 0))
    tries

namespace Machine

variable {n k : Nat}

/-- Computes the whole run, if the machine halts after at most `N` steps. -/
noncomputable def haltingPassage (M : Machine n k) (N : Nat) : Passage :=
  eager M.table fun table =>
  blankPassage (fun level => pass n k table N level) N (Nat.log2 N + 2) 0 (.cell 0)

/-- Computes whether the machine halts after exactly `N` steps. -/
noncomputable def haltsAfterCheck (M : Machine n k) (N : Nat) : Bool :=
  Passage.rec (motive := fun _ => Bool) false (fun t _ => Nat.beq t N) (fun _ _ _ => false)
    (fun _ _ _ => false) (M.haltingPassage N)

/-- Computes whether the machine halts after at most `N` steps and leaves `s` non-blank cells. -/
noncomputable def haltsLeavingCheck (M : Machine n k) (N s : Nat) : Bool :=
  Passage.rec (motive := fun _ => Bool) false (fun _ b => Nat.beq b.nonBlank s)
    (fun _ _ _ => false) (fun _ _ _ => false) (M.haltingPassage N)

variable [NeZero n] [NeZero k] {M : Machine n k}

/-- What is computed of a run on ever longer blank blocks is so, for some cells. -/
theorem tells_blankPassage {pass : Nat → Pass} (hpass : ∀ level, (pass level).Sound M)
    {fuel tries level : Nat} {blank : Block} {w : Int}
    (hblank : ∀ p, blank.LiesOn (Config.initial : Config n k).tape p (p + w)) :
    ∃ p e, (blankPassage pass fuel tries level blank).Tells M .initial p e := by
  induction tries generalizing level blank w with
  | zero => exact ⟨0, 0, trivial⟩
  | succ tries ih =>
    have hleft : blank.LiesOn (Config.initial : Config n k).tape (-w) 0 := by
      have := hblank (-w)
      rwa [Int.add_left_neg] at this
    have h := tells_shuttle (c := .initial) (fuel := fuel) (half := .right) (side := .left) (q := 0)
      (hpass level) (within_zero _ _) hleft (hblank 0) rfl rfl
    have hagain := ih (level := level + 1) (blank := .pair blank blank) (w := w + w) fun p =>
      ⟨p + w, hblank p, by rw [← Int.add_assoc]; exact hblank (p + w)⟩
    have hunfold : blankPassage pass fuel (tries + 1) level blank =
      Passage.rec (motive := fun _ => Passage) .lost .halted
        (fun _ _ _ => blankPassage pass fuel tries (level + 1) (.pair blank blank))
        (fun _ _ _ => blankPassage pass fuel tries (level + 1) (.pair blank blank))
        (shuttle (pass level) fuel .right .left 0 blank blank 0) := rfl
    rw [hunfold]
    generalize shuttle (pass level) fuel .right .left 0 blank blank 0 = passage at h
    cases passage with
    | lost => exact ⟨0, 0, trivial⟩
    | halted => exact ⟨_, _, h⟩
    | left => exact hagain
    | right => exact hagain

/-- What is computed of a run from the blank tape is so, for some cells. -/
theorem tells_haltingPassage (N : Nat) :
    ∃ p e, (M.haltingPassage N).Tells M .initial p e := by
  unfold haltingPassage
  rw [eager_eq]
  exact tells_blankPassage (w := 1) (fun level => sound_pass N level) fun _ => ⟨rfl, rfl⟩

/-- **Halting, by computation**: `M.haltsAfter_of_check (by decide +kernel)`. -/
theorem haltsAfter_of_check {N : Nat} (h : M.haltsAfterCheck N = true) : M.HaltsAfter N := by
  obtain ⟨p, e, htells⟩ := tells_haltingPassage (M := M) N
  unfold haltsAfterCheck at h
  generalize M.haltingPassage N = passage at h htells
  cases passage with
  | halted t b =>
    obtain ⟨hin, -, hhalted⟩ := htells
    obtain rfl : t = N := Nat.eq_of_beq_eq_true h
    exact ⟨hhalted, hin.running⟩
  | _ => cases h

end Machine

/-- The cells that are not blank, as a list without repetition. -/
theorem Block.LiesOn.exists_cells {k : Nat} [NeZero k] {tape : Int → Fin k} {b : Block} {p e : Int}
    (h : b.LiesOn tape p e) : ∃ cells : List Int, cells.Nodup ∧ cells.length = b.nonBlank ∧
      ∀ i, i ∈ cells ↔ p ≤ i ∧ i < e ∧ tape i ≠ 0 := by
  induction b generalizing p e with
  | cell s =>
    obtain ⟨rfl, hs⟩ := h
    have hzero : tape p = 0 ↔ s = 0 := hs ▸ ⟨fun h => (congrArg Fin.val h).trans (Nat.zero_mod k),
      fun h => Fin.ext (h.trans (Nat.zero_mod k).symm)⟩
    cases s with
    | zero =>
      refine ⟨[], List.nodup_nil, rfl, fun i => ?_⟩
      simp only [List.not_mem_nil, false_iff]
      rintro ⟨hp, he, hi⟩
      obtain rfl : i = p := by omega
      exact hi (hzero.mpr rfl)
    | succ s =>
      refine ⟨[p], List.nodup_cons.mpr ⟨nofun, List.nodup_nil⟩, rfl, fun i => ?_⟩
      rw [List.mem_singleton]
      constructor
      · rintro rfl
        exact ⟨by omega, by omega, fun h => Nat.succ_ne_zero s (hzero.mp h)⟩
      · rintro ⟨hp, he, -⟩
        omega
  | pair a b iha ihb =>
    obtain ⟨m, ha, hb⟩ := h
    have hpm := ha.lt
    have hme := hb.lt
    obtain ⟨as, hanodup, halength, hamem⟩ := iha ha
    obtain ⟨bs, hbnodup, hblength, hbmem⟩ := ihb hb
    have hsum : (Block.pair a b).nonBlank = a.nonBlank + b.nonBlank := rfl
    refine ⟨as ++ bs, List.nodup_append.mpr ⟨hanodup, hbnodup, fun i hi j hj => ?_⟩,
      by rw [List.length_append, halength, hblength, hsum], fun i => ?_⟩
    · have := (hamem i).mp hi
      have := (hbmem j).mp hj
      omega
    · rw [List.mem_append, hamem, hbmem]
      constructor
      · rintro (⟨h₁, h₂, h₃⟩ | ⟨h₁, h₂, h₃⟩)
        · exact ⟨h₁, by omega, h₃⟩
        · exact ⟨by omega, h₂, h₃⟩
      · rintro ⟨h₁, h₂, h₃⟩
        by_cases hi : i < m
        · exact .inl ⟨h₁, hi, h₃⟩
        · exact .inr ⟨by omega, h₂, h₃⟩

namespace Machine

variable {n k : Nat} [NeZero n] [NeZero k] {M : Machine n k}

/-- **The cells that are left, by computation**:
`M.haltsLeaving_of_check (N := …) (by decide +kernel)`, where `N` is no less than the halting
time. -/
theorem haltsLeaving_of_check {N s : Nat} (h : M.haltsLeavingCheck N s = true) :
    M.HaltsLeaving s := by
  obtain ⟨p, e, htells⟩ := tells_haltingPassage (M := M) N
  unfold haltsLeavingCheck at h
  generalize M.haltingPassage N = passage at h htells
  cases passage with
  | halted t b =>
    obtain ⟨hin, hlies, hhalted⟩ := htells
    obtain ⟨cells, hnodup, hlength, hmem⟩ := hlies.exists_cells
    have hs : b.nonBlank = s := Nat.eq_of_beq_eq_true h
    refine ⟨t, ⟨hhalted, hin.running⟩, cells, hnodup, hlength.trans hs, fun i => ?_⟩
    rw [hmem]
    refine ⟨fun h => h.2.2, fun h => ?_⟩
    by_cases hi : i < p ∨ e ≤ i
    · exact absurd (hin.outside i hi) h
    · exact ⟨by omega, by omega, h⟩
  | _ => cases h

end Machine

end BBSynth
