module

public import BBSynth.Forever

/-!
# All machines of a class

What the search of `BBSynth.Search` computes holds for all machines that have the transitions that
it begins with.

## Main definitions

* `BBSynth.Machine.Bounded`: bounds on the halting time and on the cells that are left

## Main results

* `BBSynth.Search.run_sound`: the search is right
* `BBSynth.Search.bounded_of_check`, `BBSynth.PartialMachine.everyCompletion_of_check`,
  `BBSynth.PartialMachine.everyCompletionLeaves_of_check`: what proofs use
-/

@[expose] public section

namespace BBSynth

/-- If the machine halts, then after at most `N` steps, and with at most `s` non-blank cells. -/
def Machine.Bounded {n k : Nat} [NeZero n] [NeZero k] (M : Machine n k) (N s : Nat) : Prop :=
  (∀ t, M.HaltsAfter t → t ≤ N) ∧ ∀ s', M.HaltsLeaving s' → s' ≤ s

namespace Machine

variable {n k : Nat} [NeZero n] [NeZero k] {M : Machine n k}

/-- A machine that never halts is within any bounds. -/
theorem NeverHalts.bounded (h : M.NeverHalts) (N s : Nat) : M.Bounded N s :=
  ⟨fun t ht => absurd ht.1 (h t), fun _ ⟨t, ht, _⟩ => absurd ht.1 (h t)⟩

/-- A machine is within bounds if its mirror image is. -/
theorem bounded_mirror {N s : Nat} (h : M.mirror.Bounded N s) : M.Bounded N s :=
  ⟨fun t ht => h.1 t (haltsAfter_mirror.mpr ht), fun s' hs => h.2 s' (haltsLeaving_mirror.mpr hs)⟩

/-- A machine is within bounds if it is with its states renamed, the initial one left as it is. -/
theorem bounded_rename {σ : Fin n → Fin n} (hσ : ∀ q, σ (σ q) = q) (hzero : σ 0 = 0) {N s : Nat}
    (h : (M.rename σ).Bounded N s) : M.Bounded N s :=
  ⟨fun t ht => h.1 t ((haltsAfter_rename hσ hzero).mpr ht),
    fun s' hs => h.2 s' ((haltsLeaving_rename hσ hzero).mpr hs)⟩

/-- A machine that halts nowhere never halts. -/
theorem neverHalts_of_next (h : ∀ q s, (M q s).next ≠ none) : M.NeverHalts := by
  have hstep : ∀ c : Config n k, ¬ c.Halted → ¬ (M.step c).Halted := by
    intro c hc hhalt
    unfold step at hhalt
    cases hq : c.state with
    | none => exact hc hq
    | some q => rw [hq] at hhalt; exact h q _ hhalt
  intro t
  induction t with
  | zero => exact nofun
  | succ t ih => rw [run_add]; exact hstep _ ih

end Machine

namespace Search

/-! ### Digits of tables -/

section

variable {b : Nat}

/-- A digit put where there was none. -/
theorem digit_add_pow {x e p : Nat} (hb : e < b) (hp : digit b x p = 0) (j : Nat) :
    digit b (x + e * b ^ p) j = if j = p then e else digit b x j := by
  have hpos : 0 < b := by omega
  have hpow : ∀ m, 0 < b ^ m := fun m => Nat.pow_pos hpos
  unfold digit at hp
  have hdiv : (x + e * b ^ p) / b ^ p = x / b ^ p + e := Nat.add_mul_div_right _ _ (hpow p)
  have hmul : x / b ^ p = b * (x / b ^ p / b) := by
    have := Nat.div_add_mod (x / b ^ p) b
    omega
  rcases Nat.lt_trichotomy j p with hlt | rfl | hgt
  · rw [if_neg (by omega), ← digit_mod_pow _ hlt, Nat.add_mul_mod_self_right, digit_mod_pow _ hlt]
  · rw [if_pos rfl]
    unfold digit
    rw [hdiv, hmul, Nat.mul_add_mod, Nat.mod_eq_of_lt hb]
  · rw [if_neg (by omega)]
    obtain ⟨d, rfl⟩ := Nat.exists_eq_add_of_lt hgt
    have hsplit : ∀ y : Nat, y / b ^ (p + d + 1) = y / b ^ p / b / b ^ d := by
      intro y
      rw [Nat.div_div_eq_div_mul, Nat.div_div_eq_div_mul, Nat.add_right_comm, Nat.pow_add,
        Nat.pow_succ, Nat.mul_assoc]
    unfold digit
    rw [hsplit, hsplit, hdiv]
    congr 2
    rw [hmul, Nat.mul_add_div hpos, Nat.div_eq_of_lt hb, Nat.add_zero,
      Nat.mul_div_cancel_left _ hpos]

end

/-- The place of a transition in a table tells its state and symbol. -/
theorem place_inj {k q q' s s' : Nat} (hs : s < k) (hs' : s' < k)
    (h : q * k + s = q' * k + s') : q = q' ∧ s = s' := by
  have hq : (q * k + s) / k = q := by
    rw [Nat.mul_comm, Nat.mul_add_div (by omega), Nat.div_eq_of_lt hs, Nat.add_zero]
  have hq' : (q' * k + s') / k = q' := by
    rw [Nat.mul_comm, Nat.mul_add_div (by omega), Nat.div_eq_of_lt hs', Nat.add_zero]
  have : q = q' := by rw [← hq, ← hq', h]
  subst this
  exact ⟨rfl, by omega⟩

/-- The places of transitions in a table are less than their number. -/
theorem place_lt {n k q s : Nat} (hq : q < n) (hs : s < k) : q * k + s < n * k :=
  calc q * k + s < q * k + k := Nat.add_lt_add_left hs _
    _ = (q + 1) * k := (Nat.succ_mul _ _).symm
    _ ≤ n * k := Nat.mul_le_mul_right k hq

variable {n k : Nat}

/-- The states that a table knows are none above `used`. -/
def Known (n k table used : Nat) : Prop :=
  ∀ (q : Fin n) (s : Fin k) (e : Nat), digit (codeBound n k) table (q.val * k + s.val) = e →
    e / k / 2 ≠ 0 → q.val ≤ used ∧ e / k / 2 ≤ used + 1

variable {M : Machine n k} {c : Config n k} {table q l r e : Nat}

/-- A transition that becomes known. -/
theorem Agrees.add {q : Fin n} {s : Fin k} (hM : Agrees table M)
    (hzero : digit (codeBound n k) table (q.val * k + s.val) = 0) (he : (M q s).code = e) :
    Agrees (table + e * codeBound n k ^ (q.val * k + s.val)) M := by
  intro q' s' e' he' hne
  rw [digit_add_pow (he ▸ Transition.code_lt _) hzero] at he'
  split at he'
  next hplace =>
    obtain ⟨hq, hs⟩ := place_inj s'.isLt s.isLt hplace
    rw [Fin.ext hq, Fin.ext hs, he, he']
  next => exact hM q' s' e' he' hne

/-- A transition more, of a state and to a state that are counted, leaves what is known within the
count. -/
theorem Known.add {q : Fin n} {s : Fin k} {used used' : Nat} (h : Known n k table used)
    (hzero : digit (codeBound n k) table (q.val * k + s.val) = 0) (he : e < codeBound n k)
    (hle : used ≤ used') (hq : q.val ≤ used') (hnext : e / k / 2 ≤ used' + 1) :
    Known n k (table + e * codeBound n k ^ (q.val * k + s.val)) used' := by
  intro q' s' e' he' hne
  rw [digit_add_pow he hzero] at he'
  split at he'
  next hplace =>
    obtain ⟨hq', -⟩ := place_inj s'.isLt s.isLt hplace
    subst he'
    omega
  next =>
    have := h q' s' e' he' hne
    omega

/-- Renaming states that a table does not know. -/
theorem Agrees.rename {used : Nat} {σ : Fin n → Fin n} (hM : Agrees table M)
    (hknown : Known n k table used) (hσ : ∀ q : Fin n, q.val ≤ used → σ q = q) :
    Agrees table (M.rename σ) := by
  intro q s e he hne
  have hcode := hM q s e he hne
  have := hknown q s e he hne
  show Transition.code { M (σ q) s with next := (M (σ q) s).next.map σ } = e
  rw [hσ q this.1]
  have hnext : (M q s).next.map σ = (M q s).next := by
    have hcodenext := (M q s).code_next
    rw [hcode] at hcodenext
    cases hn : (M q s).next with
    | none => rfl
    | some p =>
      rw [hn] at hcodenext
      have : e / k / 2 = p.val + 1 := hcodenext
      rw [Option.map_some, hσ p (by omega)]
  rw [hnext]
  exact hcode

/-- The code of a transition's mirror image. -/
theorem code_mirror (t : Transition n k) : t.mirror.code = mirrorCode k t.code := by
  have hmove := t.code_move
  have hunfold : ∀ e, mirrorCode k e =
    Nat.rec (motive := fun _ => Nat) (e + k) (fun _ _ => e - k) (e / k % 2) := fun _ => rfl
  rw [hunfold, hmove]
  cases t with
  | mk write move next =>
    cases move with
    | left =>
      show write.val + k * (1 + 2 * stateCode next) = write.val + k * (0 + 2 * stateCode next) + k
      rw [Nat.mul_add, Nat.mul_add, Nat.mul_one, Nat.mul_zero]
      omega
    | right =>
      show write.val + k * (0 + 2 * stateCode next) = write.val + k * (1 + 2 * stateCode next) - k
      rw [Nat.mul_add, Nat.mul_add, Nat.mul_one, Nat.mul_zero]
      omega

/-! ### Steps -/

/-- A step on half tapes. -/
theorem Full.step [NeZero k] (hc : Full c (q + 1) l r) {p : Fin n} (hp : c.state = some p)
    (he : (M p (c.tape c.head)).code = e) :
    (e / k % 2 = 0 → Full (M.step c) (e / k / 2) (l / k)
      (l % k + k * (e % k + k * (r / k)))) ∧
    (e / k % 2 ≠ 0 → Full (M.step c) (e / k / 2) (e % k + k * l) (r / k)) := by
  have hwrite := (M p (c.tape c.head)).code_mod
  have hmove := (M p (c.tape c.head)).code_move
  have hnext := (M p (c.tape c.head)).code_next
  rw [he] at hwrite hmove hnext
  constructor
  · intro hzero d
    have hdir : (M p (c.tape c.head)).move = .left := by
      cases hm : (M p (c.tape c.head)).move with
      | left => rfl
      | right => rw [hm] at hmove; rw [hmove] at hzero; cases hzero
    have := (hc (d + 1)).step_left (M := M) hp hdir
    rwa [← hwrite, ← hnext] at this
  · intro hone d
    have hdir : (M p (c.tape c.head)).move = .right := by
      cases hm : (M p (c.tape c.head)).move with
      | left => rw [hm] at hmove; exact absurd hmove hone
      | right => rfl
    have := (hc d).step_right (M := M) hp hdir
    rw [← hwrite, ← hnext] at this
    exact this.shallower (by omega)

/-- A machine that has not halted is in one of its states. -/
theorem Full.exists_state (hc : Full c (q + 1) l r) :
    ∃ p : Fin n, c.state = some p ∧ p.val = q := by
  have hq := (hc 0).state
  cases hs : c.state with
  | none => rw [hs] at hq; cases hq
  | some p => rw [hs] at hq; exact ⟨p, rfl, Nat.succ.inj hq⟩

/-- The symbol under the head is the lowest digit of the right half tape. -/
theorem Full.read (hc : Full c q l r) : (c.tape c.head).val = r % k := (hc 0).read

/-! ### Halting -/

/-- The digits that are not `0` are in places of which there are as many as were counted. -/
theorem exists_nonZero (fuel x : Nat) (hx : x < k ^ fuel) :
    ∃ L : List Nat, L.length ≤ nonZero k fuel x ∧ ∀ j, digit k x j ≠ 0 → j ∈ L := by
  induction fuel generalizing x with
  | zero =>
    rw [Nat.pow_zero] at hx
    obtain rfl : x = 0 := by omega
    exact ⟨[], Nat.le_refl 0, fun j hj => absurd (digit_of_zero j) hj⟩
  | succ fuel ih =>
    obtain ⟨L, hlength, hmem⟩ := ih (x / k) (Nat.div_lt_of_lt_mul (by
      rw [Nat.mul_comm, ← Nat.pow_succ]; exact hx))
    have hunfold : nonZero k (fuel + 1) x =
      Nat.rec (motive := fun _ => Nat) 0 (fun _ _ => 1) (x % k) + nonZero k fuel (x / k) := rfl
    rw [hunfold]
    cases hmod : x % k with
    | zero =>
      refine ⟨L.map Nat.succ, ?_, fun j hj => ?_⟩
      · rw [List.length_map]
        exact Nat.le_trans hlength (Nat.le_add_left _ _)
      · cases j with
        | zero => rw [digit_zero] at hj; exact absurd hmod hj
        | succ j => rw [digit_succ] at hj; exact List.mem_map.mpr ⟨j, hmem j hj, rfl⟩
    | succ a =>
      refine ⟨0 :: L.map Nat.succ, ?_, fun j hj => ?_⟩
      · rw [List.length_cons, List.length_map]
        show L.length + 1 ≤ 1 + nonZero k fuel (x / k)
        omega
      · cases j with
        | zero => exact List.mem_cons_self
        | succ j =>
          rw [digit_succ] at hj
          exact List.mem_cons_of_mem _ (List.mem_map.mpr ⟨j, hmem j hj, rfl⟩)

/-- A machine that halts in the next step, where the bounds permit it. -/
theorem mayHalt_sound {S : Search} [NeZero S.n] [NeZero S.k] {M : Machine S.n S.k} {t : Nat}
    (hc : Full (M.run t .initial) (q + 1) l r) {p : Fin S.n}
    (hp : (M.run t .initial).state = some p)
    (hnone : (M p ((M.run t .initial).tape (M.run t .initial).head)).next = none)
    (h : S.mayHalt l r t = true) : M.Bounded S.steps S.cells := by
  unfold mayHalt at h
  simp only [Bool.andThen_iff] at h
  obtain ⟨ht, hl, hr, hcells⟩ := h
  have ht : t + 1 ≤ S.steps := Nat.le_of_ble_eq_true ht
  have hl : l < S.k ^ (S.steps + 1) := Nat.le_of_ble_eq_true hl
  have hr : r / S.k < S.k ^ (S.steps + 1) := Nat.le_of_ble_eq_true hr
  have hcells : nonZero S.k (S.steps + 1) l + nonZero S.k (S.steps + 1) (r / S.k) + 1 ≤ S.cells :=
    Nat.le_of_ble_eq_true hcells
  have hk : 0 < S.k := Nat.pos_of_ne_zero (NeZero.ne S.k)
  have hlast : M.run (t + 1) .initial = M.step (M.run t .initial) := Machine.run_add t 1
  generalize hcfg : M.run t .initial = c at hc hp hnone hlast
  have hhalted : (M.run (t + 1) .initial).Halted := by
    rw [hlast]
    show (M.step c).state = none
    unfold Machine.step
    rw [hp]
    exact hnone
  have hafter : M.HaltsAfter (t + 1) := by
    refine ⟨hhalted, fun s hs hhalt => ?_⟩
    have := Machine.halted_of_le (show s ≤ t by omega) hhalt
    rw [hcfg] at this
    exact (hc 0).not_halted this
  refine ⟨fun t' ht' => by have := hafter.unique ht'; omega, fun s hs => ?_⟩
  obtain ⟨t', ht', cells, hnodup, hlength, hmem⟩ := hs
  obtain rfl := hafter.unique ht'
  obtain ⟨L, hL, hLmem⟩ := exists_nonZero (S.steps + 1) l hl
  obtain ⟨R, hR, hRmem⟩ := exists_nonZero (S.steps + 1) (r / S.k) hr
  have hsub : ∀ i, i ∈ cells → i ∈ c.head ::
      (L.map (fun j : Nat => c.head - 1 - j) ++ R.map fun j : Nat => c.head + 1 + j) := by
    intro i hi
    have hne := (hmem i).mp hi
    rw [hlast] at hne
    by_cases hhead : i = c.head
    · rw [hhead]; exact List.mem_cons_self
    · have hother : (M.step c).tape i = c.tape i := by
        unfold Machine.step
        rw [hp]
        exact if_neg hhead
      rw [hother] at hne
      have hval : (c.tape i).val ≠ 0 := fun h => hne (Fin.ext h)
      refine List.mem_cons_of_mem _ (List.mem_append.mpr ?_)
      by_cases hlt : i < c.head
      · obtain ⟨j, rfl⟩ : ∃ j : Nat, i = c.head - 1 - j := ⟨(c.head - 1 - i).toNat, by omega⟩
        rw [(hc (j + 1)).left j (by omega)] at hval
        exact .inl (List.mem_map.mpr ⟨j, hLmem j hval, rfl⟩)
      · obtain ⟨j, rfl⟩ : ∃ j : Nat, i = c.head + 1 + j := ⟨(i - c.head - 1).toNat, by omega⟩
        have hright := (hc 0).right (j + 1)
        rw [show c.head + ((j + 1 : Nat) : Int) = c.head + 1 + j by omega] at hright
        rw [hright, digit_succ] at hval
        exact .inr (List.mem_map.mpr ⟨j, hRmem j hval, rfl⟩)
  have := List.length_le_of_subset hnodup hsub
  rw [List.length_cons, List.length_append, List.length_map, List.length_map] at this
  omega

/-! ### The search -/

/-- What the search knows of a machine. -/
structure At (S : Search) [NeZero S.n] [NeZero S.k] (M : Machine S.n S.k)
    (table mirrored used q l r t : Nat) : Prop where
  agrees : Agrees table M
  mirror : Agrees mirrored M.mirror
  zeros : ∀ (q : Fin S.n) (s : Fin S.k),
    digit (codeBound S.n S.k) table (q.val * S.k + s.val) = 0 →
    digit (codeBound S.n S.k) mirrored (q.val * S.k + s.val) = 0
  known : Known S.n S.k table used
  knownMirror : Known S.n S.k mirrored used
  halts : ∀ (q : Fin S.n) (s : Fin S.k), digit 2 S.halts (q.val * S.k + s.val) = 1 →
    (M q s).next = none ∧ q.val ≤ used
  full : Full (M.run t .initial) (q + 1) l r
  state : q ≤ used

/-- A table that is dealt with: all machines that have its transitions are within the bounds. -/
def Done (S : Search) [NeZero S.n] [NeZero S.k] (table : Nat) : Prop :=
  ∀ M : Machine S.n S.k, Agrees table M → M.Bounded S.steps S.cells

/-- A table that is found among those that are dealt with is dealt with. -/
theorem done_of_isIn {S : Search} [NeZero S.n] [NeZero S.k] {tables : List Nat}
    (hdone : ∀ table ∈ tables, Done S table) (h : isIn table tables = true) : Done S table := by
  induction tables with
  | nil => cases h
  | cons other tables ih =>
    have h : Bool.orElse (Nat.beq table other) (isIn table tables) = true := h
    rcases Bool.orElse_iff.mp h with h | h
    · rw [Nat.eq_of_beq_eq_true h]
      exact hdone other List.mem_cons_self
    · exact ih (fun t ht => hdone t (List.mem_cons_of_mem other ht)) h

/-- One of the transitions that may stand at a place. -/
theorem branch_sound {S : Search} [NeZero S.n] [NeZero S.k] {M : Machine S.n S.k}
    {continue_ : Nat → Nat → Nat → Bool} {mirrored used t count : Nat} {s : Fin S.k} {p : Fin S.n}
    (hdone : ∀ table ∈ S.proved, Done S table)
    (hat : At S M table mirrored used q l r t)
    (hcontinue : ∀ {table mirrored used}, continue_ table mirrored used = true →
      At S M table mirrored used q l r t → M.Bounded S.steps S.cells)
    (hq : p.val = q) (hzero : digit (codeBound S.n S.k) table (p.val * S.k + s.val) = 0)
    (hlow : 2 * S.k ≤ (M p s).code) (hhigh : (M p s).code < 2 * S.k + count)
    (hnext : (M p s).code / S.k / 2 ≤ used + 2)
    (h : S.branch continue_ table mirrored used (codeBound S.n S.k ^ (p.val * S.k + s.val)) count =
      true) : M.Bounded S.steps S.cells := by
  have hone := Nat.of_allBelow h (i := (M p s).code - 2 * S.k) (by omega)
  simp only [eager_eq] at hone
  have hcode : Nat.add (Nat.mul 2 S.k) ((M p s).code - 2 * S.k) = (M p s).code := by
    show 2 * S.k + ((M p s).code - 2 * S.k) = _
    omega
  rw [hcode] at hone
  have hagrees := hat.agrees.add hzero rfl
  rcases Bool.orElse_iff.mp hone with hone | hone
  · exact done_of_isIn hdone hone M hagrees
  · have hused : ∀ q' : Nat, used ≤ Bool.rec (motive := fun _ => Nat) q' used (Nat.ble q' used) ∧
        q' ≤ Bool.rec (motive := fun _ => Nat) q' used (Nat.ble q' used) := by
      intro q'
      cases hble : Nat.ble q' used with
      | true => exact ⟨Nat.le_refl _, Nat.le_of_ble_eq_true hble⟩
      | false =>
        have : ¬ q' ≤ used := fun hle => by rw [Nat.ble_eq_true_of_le hle] at hble; cases hble
        exact ⟨by show used ≤ q'; omega, Nat.le_refl _⟩
    have hmirrorcode : (M.mirror p s).code = mirrorCode S.k (M p s).code := code_mirror (M p s)
    have hmirrornext : mirrorCode S.k (M p s).code / S.k / 2 = (M p s).code / S.k / 2 := by
      rw [← hmirrorcode, Transition.code_next, Transition.code_next]
      rfl
    have hlt : mirrorCode S.k (M p s).code < codeBound S.n S.k :=
      hmirrorcode ▸ Transition.code_lt _
    obtain ⟨hused₁, hused₂⟩ := hused (Nat.pred (Nat.div (Nat.div (M p s).code S.k) 2))
    refine hcontinue hone ?_
    generalize Bool.rec (motive := fun _ => Nat) (Nat.pred (Nat.div (Nat.div (M p s).code S.k) 2))
      used (Nat.ble (Nat.pred (Nat.div (Nat.div (M p s).code S.k) 2)) used) = used' at hused₁ hused₂
    have hused₂ : (M p s).code / S.k / 2 ≤ used' + 1 := by
      have : (M p s).code / S.k / 2 - 1 ≤ used' := hused₂
      omega
    have hstate := hat.state
    exact {
      agrees := hagrees
      mirror := hat.mirror.add (hat.zeros p s hzero) hmirrorcode
      zeros := fun q₁ s₁ hplace => by
        have hplace : digit (codeBound S.n S.k)
          (table + (M p s).code * codeBound S.n S.k ^ (p.val * S.k + s.val))
          (q₁.val * S.k + s₁.val) = 0 := hplace
        rw [digit_add_pow (Transition.code_lt _) hzero] at hplace
        show digit (codeBound S.n S.k) (mirrored + mirrorCode S.k (M p s).code *
          codeBound S.n S.k ^ (p.val * S.k + s.val)) (q₁.val * S.k + s₁.val) = 0
        rw [digit_add_pow hlt (hat.zeros p s hzero)]
        split at hplace
        next heq =>
          have : 0 < 2 * S.k := Nat.mul_pos (by omega) (Nat.pos_of_ne_zero (NeZero.ne S.k))
          omega
        next hne => rw [if_neg hne]; exact hat.zeros q₁ s₁ hplace
      known := hat.known.add hzero (Transition.code_lt _) hused₁ (by omega) hused₂
      knownMirror := hat.knownMirror.add (hat.zeros p s hzero) hlt hused₁ (by omega)
        (by rw [hmirrornext]; exact hused₂)
      halts := fun q s hs => by
        have := hat.halts q s hs
        exact ⟨this.1, by omega⟩
      full := hat.full
      state := by omega }

/-- **The search is right.** -/
theorem run_sound {S : Search} [NeZero S.n] [NeZero S.k]
    (hother : ∀ table, S.other table = true → (Machine.ofTable S.n S.k table).NeverHalts)
    (hdone : ∀ table ∈ S.proved, Done S table) {fuel : Nat} {M : Machine S.n S.k}
    {mirrored used t : Nat} (hat : At S M table mirrored used q l r t)
    (h : S.run fuel table mirrored used q l r t = true) : M.Bounded S.steps S.cells := by
  induction fuel generalizing M table mirrored used q l r t with
  | zero => cases h
  | succ fuel ih =>
    obtain ⟨p, hp, hpq⟩ := hat.full.exists_state
    have hread := hat.full.read
    generalize hs : (M.run t .initial).tape (M.run t .initial).head = s at hread
    generalize he : digit (codeBound S.n S.k) table (p.val * S.k + s.val) = e
    have hunfold : S.run (fuel + 1) table mirrored used q l r t =
      Nat.rec (motive := fun _ => Bool)
        (Bool.andThen (Nat.beq (digit (codeBound S.n S.k) table (q * S.k + r % S.k)) 0)
          (Bool.andThen (S.mayHalt l r t)
          (Bool.orElse (Nat.beq (digit 2 S.halts (q * S.k + r % S.k)) 1)
            (Bool.orElse
              (complete S.n S.k (table + 2 * S.k * codeBound S.n S.k ^ (q * S.k + r % S.k))
                (S.n * S.k))
              (S.branch (fun table mirrored used => S.run fuel table mirrored used q l r t)
                table mirrored used (codeBound S.n S.k ^ (q * S.k + r % S.k)) (2 * S.k *
                  (Bool.rec (motive := fun _ => Nat) S.n (used + 2)
                    (Nat.ble (used + 2) S.n))))))))
        (fun q' _ =>
          Bool.rec (motive := fun _ => Bool) (S.runsForever table mirrored (q + 1) l r)
            (Nat.rec (motive := fun _ => Bool)
              (S.run fuel table mirrored used q' (l / S.k) (l % S.k + S.k *
                (digit (codeBound S.n S.k) table (q * S.k + r % S.k) % S.k + S.k * (r / S.k)))
                (t + 1))
              (fun _ _ => S.run fuel table mirrored used q'
                (digit (codeBound S.n S.k) table (q * S.k + r % S.k) % S.k + S.k * l) (r / S.k)
                (t + 1))
              (digit (codeBound S.n S.k) table (q * S.k + r % S.k) / S.k % 2))
            (Nat.ble (t + 1) S.steps))
        (digit (codeBound S.n S.k) table (q * S.k + r % S.k) / S.k / 2) := rfl
    rw [hunfold, ← hread, ← hpq, he] at h
    cases hnext : e / S.k / 2 with
    | succ q' =>
      rw [hnext] at h
      have hcode := hat.agrees p s e he (by rw [hnext]; exact Nat.succ_ne_zero q')
      cases hble : Nat.ble (t + 1) S.steps with
      | false =>
        rw [hble] at h
        have hfull := hat.full
        rw [← hpq] at hfull
        exact (runsForever_sound hother hat.agrees hat.mirror p.isLt hfull h).bounded _ _
      | true =>
        rw [hble] at h
        have hlast : M.run (t + 1) .initial = M.step (M.run t .initial) := Machine.run_add t 1
        have hstep := hat.full.step (M := M) (e := e) hp (by rw [hs]; exact hcode)
        rw [← hlast, hnext] at hstep
        have hknown := hat.known p s e he (by rw [hnext]; exact Nat.succ_ne_zero q')
        have hat' : ∀ {l r}, Full (M.run (t + 1) .initial) (q' + 1) l r →
            At S M table mirrored used q' l r (t + 1) := fun hfull =>
          { hat with full := hfull, state := by omega }
        cases hmove : e / S.k % 2 with
        | zero =>
          simp only [hmove] at h
          exact ih (hat' (hstep.1 hmove)) h
        | succ j =>
          simp only [hmove] at h
          exact ih (hat' (hstep.2 (by rw [hmove]; exact Nat.succ_ne_zero j))) h
    | zero =>
      rw [hnext] at h
      change Bool.andThen _ (Bool.andThen _ (Bool.orElse _ (Bool.orElse _ _))) = true at h
      simp only [Bool.andThen_iff, Bool.orElse_iff] at h
      obtain ⟨hzero, hmay, h⟩ := h
      obtain rfl : e = 0 := Nat.eq_of_beq_eq_true hzero
      cases htr : (M p s).next with
      | none => exact mayHalt_sound hat.full hp (by rw [hs]; exact htr) hmay
      | some q' =>
        have hk : 0 < S.k := Nat.pos_of_ne_zero (NeZero.ne S.k)
        have hcodenext : ∀ {M : Machine S.n S.k} {q' : Fin S.n}, (M p s).next = some q' →
            (M p s).code / S.k / 2 = q'.val + 1 := by
          intro M q' h
          rw [Transition.code_next, h]
          rfl
        have hlow : ∀ {M : Machine S.n S.k} {q' : Fin S.n}, (M p s).next = some q' →
            2 * S.k ≤ (M p s).code ∧ (M p s).code < 2 * S.k + 2 * S.k * (q'.val + 1) := by
          intro M q' h
          have hunfold : (M p s).code = (M p s).write.val + S.k * ((M p s).move.code +
            2 * stateCode (M p s).next) := rfl
          have hw := (M p s).write.isLt
          have hm : (M p s).move.code ≤ 1 := by cases (M p s).move <;> decide
          rw [h] at hunfold
          have hstate : stateCode (some q') = q'.val + 1 := rfl
          rw [hstate] at hunfold
          rw [hunfold]
          constructor
          · calc 2 * S.k = S.k * 2 := Nat.mul_comm _ _
              _ ≤ S.k * ((M p s).move.code + 2 * (q'.val + 1)) := Nat.mul_le_mul_left _ (by omega)
              _ ≤ _ := Nat.le_add_left _ _
          · calc _ < S.k + S.k * ((M p s).move.code + 2 * (q'.val + 1)) := by omega
              _ = S.k * ((M p s).move.code + 2 * (q'.val + 1) + 1) := by
                rw [Nat.mul_succ S.k ((M p s).move.code + 2 * (q'.val + 1))]
                exact Nat.add_comm _ _
              _ ≤ S.k * (2 * (q'.val + 1 + 1)) := Nat.mul_le_mul_left _ (by omega)
              _ = 2 * S.k + 2 * S.k * (q'.val + 1) := by
                rw [Nat.mul_left_comm, Nat.mul_comm S.k, ← Nat.mul_assoc, Nat.mul_right_comm,
                  Nat.mul_add (2 * S.k)]
                omega
        rcases h with h | h | h
        · -- The machine is known to halt here.
          have := (hat.halts p s (Nat.eq_of_beq_eq_true h)).1
          rw [htr] at this
          cases this
        · -- No other transition halts.
          refine (Machine.neverHalts_of_next fun q₁ s₁ hnone => ?_).bounded _ _
          by_cases hsame : q₁ = p ∧ s₁ = s
          · rw [hsame.1, hsame.2, htr] at hnone
            cases hnone
          · have hplace := Nat.of_allBelow h (place_lt q₁.isLt s₁.isLt)
            have hplace := Nat.le_of_ble_eq_true hplace
            have hplace : 1 ≤ digit (codeBound S.n S.k) (table + 2 * S.k *
              codeBound S.n S.k ^ (p.val * S.k + s.val)) (q₁.val * S.k + s₁.val) / S.k / 2 := hplace
            have hbound : 2 * S.k < codeBound S.n S.k :=
              Nat.lt_of_le_of_lt (hlow htr).1 (Transition.code_lt _)
            rw [digit_add_pow hbound he, if_neg fun heq => hsame ?_] at hplace
            · have hcode := hat.agrees q₁ s₁ _ rfl (by omega)
              have := (M q₁ s₁).code_next
              rw [hnone] at this
              have hz : stateCode (none : Option (Fin S.n)) = 0 := rfl
              rw [hcode, hz] at this
              omega
            · obtain ⟨hq, hs⟩ := place_inj s₁.isLt s.isLt heq
              exact ⟨Fin.ext hq, Fin.ext hs⟩
        · -- One of those that may stand here.
          have hused : q ≤ used := hat.state
          have hbranch : ∀ {M : Machine S.n S.k} {q' : Fin S.n},
              At S M table mirrored used q l r t → (M p s).next = some q' →
              q'.val ≤ used + 1 → M.Bounded S.steps S.cells := by
            intro M q' hat hq' hle
            refine branch_sound hdone hat (fun h hat => ih hat (by rw [← hpq]; exact h)) hpq he
              (hlow hq').1 ?_ (by rw [hcodenext hq']; omega) h
            refine Nat.lt_of_lt_of_le (hlow hq').2 (Nat.add_le_add_left ?_ _)
            refine Nat.mul_le_mul_left _ ?_
            cases hble : Nat.ble (used + 2) S.n with
            | true => show q'.val + 1 ≤ used + 2; omega
            | false => exact q'.isLt
          by_cases hle : q'.val ≤ used + 1
          · exact hbranch hat htr hle
          · have hlt := q'.isLt
            let new : Fin S.n := ⟨used + 1, by omega⟩
            have hσ : ∀ q₁ : Fin S.n, q₁.val ≤ used → Fin.swap q' new q₁ = q₁ := fun q₁ hq₁ =>
              Fin.swap_of_ne (fun h => by rw [h] at hq₁; omega)
                (fun h => by rw [h] at hq₁; have : new.val = used + 1 := rfl; omega)
            have hσσ := Fin.swap_swap q' new
            have hzero : Fin.swap q' new 0 = 0 := hσ 0 (Nat.zero_le used)
            refine Machine.bounded_rename hσσ hzero (hbranch (q' := new) ?_ ?_ (Nat.le_refl _))
            · exact {
                agrees := hat.agrees.rename hat.known hσ
                mirror := by
                  rw [Machine.mirror_rename]
                  exact hat.mirror.rename hat.knownMirror hσ
                zeros := hat.zeros
                known := hat.known
                knownMirror := hat.knownMirror
                halts := fun q₁ s₁ h₁ => by
                  have := hat.halts q₁ s₁ h₁
                  refine ⟨?_, this.2⟩
                  show ((M (Fin.swap q' new q₁) s₁).next).map _ = none
                  rw [hσ q₁ this.2, this.1]
                  rfl
                full := by
                  rw [Machine.run_rename_initial hσσ hzero]
                  intro d
                  have := hat.full d
                  refine ⟨?_, this.left, this.right⟩
                  show stateCode ((M.run t .initial).state.map _) = q + 1
                  rw [hp, Option.map_some, hσ p (by omega), ← hpq]
                  rfl
                state := hat.state }
            · show ((M (Fin.swap q' new p) s).next).map (Fin.swap q' new) = some new
              rw [hσ p (by omega), htr, Option.map_some, Fin.swap_left]

/-- If a table is found to be that of the mirror image, then what it says of a transition is so for
the mirror image of each machine that has the transitions of the first. -/
theorem of_sound {used mirrored : Nat} (h : sound n k used table mirrored = true) (q : Fin n)
    (s : Fin k) (hM : Agrees table M) :
    (digit (codeBound n k) table (q.val * k + s.val) / k / 2 = 0 →
      digit (codeBound n k) mirrored (q.val * k + s.val) = 0) ∧
    (digit (codeBound n k) table (q.val * k + s.val) / k / 2 ≠ 0 →
      (M.mirror q s).code = digit (codeBound n k) mirrored (q.val * k + s.val) ∧
      digit (codeBound n k) mirrored (q.val * k + s.val) / k / 2 =
        digit (codeBound n k) table (q.val * k + s.val) / k / 2 ∧
      digit (codeBound n k) table (q.val * k + s.val) / k / 2 ≤ used + 1 ∧ q.val ≤ used) := by
  have hone := Nat.of_allBelow h (place_lt q.isLt s.isLt)
  simp only [eager_eq] at hone
  have hone : Nat.rec (motive := fun _ => Bool)
      (Nat.beq (digit (codeBound n k) mirrored (q.val * k + s.val)) 0)
      (fun q' _ => Bool.andThen (Nat.beq (digit (codeBound n k) mirrored (q.val * k + s.val))
        (mirrorCode k (digit (codeBound n k) table (q.val * k + s.val))))
        (Bool.andThen (Nat.ble q' used) (Nat.ble ((q.val * k + s.val) / k) used)))
      (digit (codeBound n k) table (q.val * k + s.val) / k / 2) = true := hone
  have hplace : (q.val * k + s.val) / k = q.val := by
    rw [Nat.mul_comm, Nat.mul_add_div (Nat.lt_of_le_of_lt (Nat.zero_le _) s.isLt),
      Nat.div_eq_of_lt s.isLt, Nat.add_zero]
  generalize he : digit (codeBound n k) table (q.val * k + s.val) = e at hone
  constructor
  · intro hzero
    rw [hzero] at hone
    exact Nat.eq_of_beq_eq_true hone
  · intro hne
    obtain ⟨q', hq'⟩ : ∃ q', e / k / 2 = q' + 1 := Nat.exists_eq_succ_of_ne_zero hne
    rw [hq'] at hone
    change Bool.andThen _ (Bool.andThen _ _) = true at hone
    simp only [Bool.andThen_iff] at hone
    obtain ⟨hmirror, hused, hq⟩ := hone
    rw [hplace] at hq
    have hmirror := Nat.eq_of_beq_eq_true hmirror
    have hcode := hM q s e he hne
    have hmirrorcode : (M.mirror q s).code = mirrorCode k (M q s).code := code_mirror (M q s)
    have hused := Nat.le_of_ble_eq_true hused
    refine ⟨by rw [hmirrorcode, hcode, hmirror], ?_, by omega, Nat.le_of_ble_eq_true hq⟩
    rw [hmirror, ← hcode, ← hmirrorcode, Transition.code_next, Transition.code_next]
    rfl

/-- If a table is found to be that of the mirror image, the mirror image of a machine has the
transitions that it knows. -/
theorem Agrees.mirror {used mirrored : Nat} (h : sound n k used table mirrored = true)
    (hM : Agrees table M) : Agrees mirrored M.mirror := by
  intro q s e he hne
  obtain ⟨h₁, h₂⟩ := of_sound h q s hM
  by_cases hzero : digit (codeBound n k) table (q.val * k + s.val) / k / 2 = 0
  · rw [h₁ hzero] at he
    subst he
    rw [Nat.zero_div, Nat.zero_div] at hne
    exact absurd rfl hne
  · rw [← he]
    exact (h₂ hzero).1

/-- **All machines that have the transitions of a table are within the bounds**, for a search that
begins at the beginning. -/
theorem bounded_of_check {S : Search} [NeZero S.n] [NeZero S.k]
    (hother : ∀ table, S.other table = true → (Machine.ofTable S.n S.k table).NeverHalts)
    (hdone : ∀ table ∈ S.proved, Done S table) {fuel used mirrored : Nat}
    (h : S.check fuel used table mirrored = true) {M : Machine S.n S.k} (hM : Agrees table M)
    (hhalts : ∀ (q : Fin S.n) (s : Fin S.k), digit 2 S.halts (q.val * S.k + s.val) = 1 →
      (M q s).next = none ∧ q.val ≤ used) : M.Bounded S.steps S.cells := by
  obtain ⟨hsound, hrun⟩ := Bool.andThen_iff.mp h
  refine run_sound hother hdone ?_ hrun
  exact {
    agrees := hM
    mirror := hM.mirror hsound
    zeros := fun q s hzero => (of_sound hsound q s hM).1 (by
      rw [hzero, Nat.zero_div, Nat.zero_div])
    known := fun q s e he hne => by
      have := (of_sound hsound q s hM).2 (by rw [he]; exact hne)
      rw [he] at this
      exact ⟨this.2.2.2, this.2.2.1⟩
    knownMirror := fun q s e he hne => by
      by_cases hzero : digit (codeBound S.n S.k) table (q.val * S.k + s.val) / S.k / 2 = 0
      · rw [(of_sound hsound q s hM).1 hzero] at he
        subst he
        rw [Nat.zero_div, Nat.zero_div] at hne
        exact absurd rfl hne
      · have := (of_sound hsound q s hM).2 hzero
        rw [he] at this
        omega
    halts := hhalts
    full := fun d => Shows.initial d
    state := Nat.zero_le used }

/-- The same for the table alone, when no place is known to halt. -/
theorem done_of_check {S : Search} [NeZero S.n] [NeZero S.k] (hhalts : S.halts = 0)
    (hother : ∀ table, S.other table = true → (Machine.ofTable S.n S.k table).NeverHalts)
    (hdone : ∀ table ∈ S.proved, Done S table) {fuel used mirrored : Nat}
    (h : S.check fuel used table mirrored = true) : Done S table := fun M hM =>
  bounded_of_check hother hdone h hM fun q s hone => by
    rw [hhalts, digit_of_zero] at hone
    cases hone

/-- What holds for the mirror images. -/
theorem done_of_mirror {S : Search} [NeZero S.n] [NeZero S.k] {used mirrored : Nat}
    (h : sound S.n S.k used table mirrored = true) (hdone : Done S mirrored) : Done S table :=
  fun _ hM => Machine.bounded_mirror (hdone _ (hM.mirror h))

/-- A search that knows nothing is about all machines. -/
theorem Done.all {S : Search} [NeZero S.n] [NeZero S.k] (h : Done S 0) (M : Machine S.n S.k) :
    M.Bounded S.steps S.cells :=
  h M fun q s e he hne => by
    rw [digit_of_zero] at he
    subst he
    rw [Nat.zero_div, Nat.zero_div] at hne
    exact absurd rfl hne

/-- A machine of which all transitions are known never halts if n-grams show it. -/
theorem neverHalts_of_byNGrams [NeZero n] [NeZero k] (h : byNGrams n k table = true) :
    (Machine.ofTable n k table).NeverHalts := by
  unfold byNGrams at h
  simp only [Bool.orElse_iff] at h
  rcases h with h | h | h | h <;> exact Machine.neverHalts_of_ngramCPS h

end Search

/-! ### Completions of a partial machine -/

namespace PartialMachine

variable {n k : Nat}

/-- The machine that has the transitions of a partial machine that do not halt, and halts
otherwise. -/
def known [NeZero k] (P : PartialMachine n k) : Machine n k := fun q s =>
  match P q s with
  | some ⟨write, move, some next⟩ => ⟨write, move, some next⟩
  | _ => ⟨0, .left, none⟩

/-- The partial machine with its moves reversed. -/
noncomputable def mirror (P : PartialMachine n k) : PartialMachine n k := fun q s =>
  match P q s with
  | none => none
  | some t => some t.mirror

/-- The places at which a partial machine halts, as the digits `1` of a binary number. -/
def haltingPlaces (P : PartialMachine n k) : Nat :=
  packDigits 2 (fun i => if h : i / k < n ∧ i % k < k then
    (match P ⟨i / k, h.1⟩ ⟨i % k, h.2⟩ with
      | some ⟨_, _, none⟩ => 1
      | _ => 0)
    else 0) (n * k)

/-- Computes whether all machines that a partial machine may be completed to halt after at most `N`
steps with at most `s` non-blank cells, or never. -/
noncomputable def boundedCheck [NeZero k] (P : PartialMachine n k) (N s fuel : Nat) : Bool :=
  eager P.known.table fun table =>
  eager P.mirror.known.table fun mirrored =>
  eager P.haltingPlaces fun halts =>
  Search.check ⟨n, k, N, s, halts, 20, 60, Search.byNGrams n k, []⟩ fuel (n - 1) table mirrored

variable [NeZero n] [NeZero k] {P : PartialMachine n k} {M : Machine n k}

/-- If the check succeeds, each machine that has the known transitions is within the bounds. -/
theorem bounded_of_check {N s fuel : Nat} (h : P.boundedCheck N s fuel = true)
    (hM : M.Completes P) : M.Bounded N s := by
  unfold boundedCheck at h
  simp only [eager_eq] at h
  refine Search.bounded_of_check
    (S := ⟨n, k, N, s, P.haltingPlaces, 20, 60, Search.byNGrams n k, []⟩)
    (fun table => Search.neverHalts_of_byNGrams) nofun h ?_ ?_
  · intro q s e he hne
    have hcode := P.known.digit_table q s
    have he : digit (codeBound n k) P.known.table (q.val * k + s.val) = e := he
    rw [he] at hcode
    have hknown : P.known q s = match P q s with
      | some ⟨write, move, some next⟩ => ⟨write, move, some next⟩
      | _ => ⟨0, .left, none⟩ := rfl
    have hnext := (P.known q s).code_next
    rw [← hcode] at hnext
    cases hP : P q s with
    | none =>
      rw [hP] at hknown
      rw [hknown] at hnext
      exact absurd hnext hne
    | some t =>
      obtain ⟨write, move, next⟩ := t
      rw [hP] at hknown
      cases next with
      | none => rw [hknown] at hnext; exact absurd hnext hne
      | some next =>
        have : M q s = ⟨write, move, some next⟩ := hM q s _ hP
        rw [this, hcode, hknown]
  · intro q s hone
    have hk : 0 < k := Nat.pos_of_ne_zero (NeZero.ne k)
    have hdiv : (q.val * k + s.val) / k = q.val := by
      rw [Nat.mul_comm, Nat.mul_add_div hk, Nat.div_eq_of_lt s.isLt, Nat.add_zero]
    have hmod : (q.val * k + s.val) % k = s.val := by
      rw [Nat.mul_comm, Nat.mul_add_mod, Nat.mod_eq_of_lt s.isLt]
    have hcell (hq : (q.val * k + s.val) / k < n) (hs : (q.val * k + s.val) % k < k) :
        P ⟨(q.val * k + s.val) / k, hq⟩ ⟨(q.val * k + s.val) % k, hs⟩ = P q s := by
      rw [show (⟨_, hq⟩ : Fin n) = q from Fin.ext hdiv,
        show (⟨_, hs⟩ : Fin k) = s from Fin.ext hmod]
    have hone : digit 2 P.haltingPlaces (q.val * k + s.val) = 1 := hone
    unfold haltingPlaces at hone
    rw [digit_packDigits _ (Search.place_lt q.isLt s.isLt)] at hone
    · rw [dif_pos ⟨by rw [hdiv]; exact q.isLt, by rw [hmod]; exact s.isLt⟩, hcell] at hone
      refine ⟨?_, Nat.le_sub_one_of_lt q.isLt⟩
      cases hP : P q s with
      | none => rw [hP] at hone; cases hone
      | some t =>
        obtain ⟨write, move, next⟩ := t
        rw [hP] at hone
        cases next with
        | none =>
          have : M q s = ⟨write, move, none⟩ := hM q s _ hP
          rw [this]
        | some next => cases hone
    · intro i
      show dite (i / k < n ∧ i % k < k) _ _ < 2
      split
      · split <;> omega
      · omega

/-- **Every completion of a partial machine halts within `N` steps or never, by computation**:
`PartialMachine.everyCompletion_of_check (fuel := …) (by decide +kernel)`. The fuel is the greatest
depth of the search: `N` and the number of unknown transitions are enough. -/
theorem everyCompletion_of_check {N fuel : Nat} (h : P.boundedCheck N (N + 1) fuel = true)
    (M : Machine n k) (hM : M.Completes P) : M.HaltsWithin N ∨ M.NeverHalts := by
  have hbounded := bounded_of_check h hM
  by_cases hhalts : M.Halts
  · obtain ⟨t, ht⟩ := hhalts
    exact .inl ⟨t, hbounded.1 t ht, ht⟩
  · exact .inr (Machine.neverHalts_iff.mpr hhalts)

/-- **No completion of a partial machine leaves more than `s` non-blank cells, by computation**:
`PartialMachine.everyCompletionLeaves_of_check (N := …) (fuel := …) (by decide +kernel)`, where all
completions that halt do so within `N` steps. -/
theorem everyCompletionLeaves_of_check {N s fuel : Nat} (h : P.boundedCheck N s fuel = true)
    (M : Machine n k) (hM : M.Completes P) (s' : Nat) (hs : M.HaltsLeaving s') : s' ≤ s :=
  (bounded_of_check h hM).2 s' hs

end PartialMachine

end BBSynth
