module

public import BBSynth.Track

/-!
# Where loops lead

A machine that comes back to a configuration stays in the cells that it has visited by then, and the
first time at which it does so, with the time that it takes, says all of when it repeats itself. A
machine that comes back to the same surroundings elsewhere on the tape leaves every interval.

## Main results

* `BBSynth.Machine.repeatsFrom_of_check`, `BBSynth.Machine.staysWithin_of_check`,
  `BBSynth.Machine.leavesEveryInterval_of_loopRight`,
  `BBSynth.Machine.leavesEveryInterval_of_loopLeft`: what a problem's proof uses
* `BBSynth.Machine.RepeatsFrom.unique`, `BBSynth.Machine.RepeatsFrom.neverHalts`,
  `BBSynth.Machine.RepeatsFrom.not_repeatsFrom`, `BBSynth.Machine.StaysWithin.not_leaves`
-/

@[expose] public section

namespace BBSynth

/-- A number is its digits. -/
theorem eq_of_digits {k : Nat} (hk : 2 ≤ k) {x y : Nat} (h : ∀ j, digit k x j = digit k y j) :
    x = y := by
  induction x using Nat.strongRecOn generalizing y with
  | _ x ih =>
    have hmod : x % k = y % k := by
      have := h 0
      rwa [digit_zero, digit_zero] at this
    have hx := Nat.div_add_mod x k
    have hy := Nat.div_add_mod y k
    by_cases hzero : x = 0
    · subst hzero
      -- All digits of `y` are zero.
      have hall : ∀ y : Nat, (∀ j, digit k y j = 0) → y = 0 := by
        intro y
        induction y using Nat.strongRecOn with
        | _ y ihy =>
          intro hy0
          have hy := Nat.div_add_mod y k
          have h0 := hy0 0
          rw [digit_zero] at h0
          by_cases hyz : y = 0
          · exact hyz
          · have := ihy (y / k) (Nat.div_lt_self (by omega) hk) fun j => by
              rw [← digit_succ]; exact hy0 (j + 1)
            rw [this, h0] at hy
            omega
      exact (hall y fun j => by rw [← h j, digit_of_zero]).symm
    · have := ih (x / k) (Nat.div_lt_self (by omega) hk) (y := y / k) fun j => by
        rw [← digit_succ, ← digit_succ]; exact h (j + 1)
      rw [← hx, ← hy, hmod, this]

/-! ### Sequences that repeat themselves -/

section

variable {α : Type} {f : Nat → α}

/-- If terms that are equal are followed by equal terms, and the terms `m` and `m + p` are equal,
the sequence has the period `p` from there on. -/
theorem Sequence.periodic {m p : Nat} (hf : ∀ a b d, f a = f b → f (a + d) = f (b + d))
    (hp : f (m + p) = f m) (i j : Nat) : f (m + j + p * i) = f (m + j) := by
  induction i with
  | zero => rfl
  | succ i ih =>
    have := hf (m + p) m (j + p * i) hp
    rw [show m + j + p * (i + 1) = m + p + (j + p * i) by rw [Nat.mul_succ]; omega, this, ← ih]
    congr 1
    omega

/-- When all that precedes a repetition is different. -/
theorem Sequence.ne_of_first {m p : Nat} (hf : ∀ a b d, f a = f b → f (a + d) = f (b + d))
    (hpos : 0 < p) (hp : f (m + p) = f m) (hmin : ∀ q, 0 < q → q < p → f (m + q) ≠ f m)
    (hpre : m = 0 ∨ f (m - 1) ≠ f (m - 1 + p)) (s t : Nat) (hst : s < t) (ht : t < m + p) :
    f s ≠ f t := by
  intro heq
  by_cases hs : m ≤ s
  · have := hf s t (m + p - t) heq
    rw [show t + (m + p - t) = m + p by omega, hp,
      show s + (m + p - t) = m + (p - (t - s)) by omega] at this
    exact hmin (p - (t - s)) (by omega) (by omega) this
  · rcases hpre with rfl | hpre
    · exact absurd (Nat.zero_le s) hs
    · obtain ⟨m, rfl⟩ := Nat.exists_eq_succ_of_ne_zero (Nat.ne_of_gt (Nat.zero_lt_of_lt
        (Nat.lt_of_not_le hs)))
      obtain ⟨u, rfl⟩ := Nat.exists_eq_add_of_le (Nat.le_of_lt_succ (Nat.lt_of_not_le hs))
      obtain ⟨e, hpose, rfl⟩ : ∃ e, 0 < e ∧ t = s + e :=
        ⟨t - s, Nat.sub_pos_of_lt hst, (Nat.add_sub_of_le (Nat.le_of_lt hst)).symm⟩
      have hback : f (s + u) = f (s + u + e) := by
        rw [hf _ _ u heq, Nat.add_right_comm]
      have hnow : f (s + u + 1) = f (s + u + 1 + e) := by
        rw [hf _ _ 1 hback, Nat.add_right_comm]
      have hsplit := Nat.mod_add_div e p
      have hmod := periodic hf hp (e / p) (e % p)
      rw [Nat.add_assoc (s + u + 1), hsplit, ← hnow] at hmod
      by_cases hzero : e % p = 0
      · rw [hzero, Nat.zero_add] at hsplit
        obtain ⟨i, hi⟩ : ∃ i, e / p = i + 1 := by
          cases hquot : e / p with
          | zero =>
            rw [hquot, Nat.mul_zero] at hsplit
            exact absurd hsplit (Nat.ne_of_lt hpose)
          | succ i => exact ⟨i, rfl⟩
        obtain ⟨r, rfl⟩ := Nat.exists_eq_succ_of_ne_zero (Nat.ne_of_gt hpos)
        have := periodic hf hp i r
        rw [hi, Nat.mul_succ, Nat.succ_eq_add_one, Nat.add_comm] at hsplit
        rw [show s + u + 1 + r + (r + 1) * i = s + u + (r + 1 + (r + 1) * i) by
          clear hsplit; generalize (r + 1) * i = v; omega, hsplit, ← hback] at this
        rw [Nat.succ_add] at this
        exact hpre this
      · exact hmin (e % p) (Nat.pos_of_ne_zero hzero) (Nat.mod_lt _ hpos) hmod.symm

end

variable {n k : Nat}

/-! ### Snapshots and configurations -/

/-- Computes whether two snapshots are the same. -/
noncomputable def Snapshot.same (x y : Snapshot) : Bool :=
  Bool.rec (motive := fun _ => Bool) false
    (Bool.rec (motive := fun _ => Bool) false
      (Bool.rec (motive := fun _ => Bool) false (Nat.beq x.left y.left) (Nat.beq x.right y.right))
      (Nat.beq x.depth y.depth))
    (Nat.beq x.state y.state)

/-- Snapshots are found the same if and only if they are equal. -/
theorem Snapshot.same_iff {x y : Snapshot} : x.same y = true ↔ x = y := by
  constructor
  · intro h
    unfold same at h
    cases h₁ : Nat.beq x.state y.state with
    | false => rw [h₁] at h; cases h
    | true =>
    cases h₂ : Nat.beq x.depth y.depth with
    | false => rw [h₁, h₂] at h; cases h
    | true =>
    cases h₃ : Nat.beq x.right y.right with
    | false => rw [h₁, h₂, h₃] at h; cases h
    | true =>
    rw [h₁, h₂, h₃] at h
    exact Snapshot.ext (Nat.eq_of_beq_eq_true h₁) (Nat.eq_of_beq_eq_true h)
      (Nat.eq_of_beq_eq_true h₃) (Nat.eq_of_beq_eq_true h₂)
  · rintro rfl
    unfold same
    simp only [Nat.beq_refl]

/-- The snapshot says all of the configuration; `z` is the position of the head at depth `0`. -/
structure Snapshot.Is (x : Snapshot) (z : Int) (c : Config n k) : Prop where
  shows : ∀ e, Shows c x.state x.left x.right (x.depth + e)
  head : c.head = z + x.depth

/-- A snapshot that says all of two configurations says that they are equal. -/
theorem Snapshot.Is.eq_of_same {x : Snapshot} {z : Int} {c d : Config n k} (hc : x.Is z c)
    (hd : x.Is z d) : c = d := by
  have hhead : c.head = d.head := hc.head.trans hd.head.symm
  have hstate : c.state = d.state := by
    have h := (hc.shows 0).state.trans (hd.shows 0).state.symm
    cases hcs : c.state with
    | none =>
      cases hds : d.state with
      | none => rfl
      | some q => rw [hcs, hds] at h; cases h
    | some p =>
      cases hds : d.state with
      | none => rw [hcs, hds] at h; cases h
      | some q => rw [hcs, hds] at h; exact congrArg some (Fin.ext (Nat.succ.inj h))
  have htape : c.tape = d.tape := by
    funext i
    apply Fin.ext
    by_cases hi : i < c.head
    · obtain ⟨j, rfl⟩ : ∃ j : Nat, i = c.head - 1 - j := ⟨(c.head - 1 - i).toNat, by omega⟩
      rw [(hc.shows (j + 1)).left j (by omega), hhead, (hd.shows (j + 1)).left j (by omega)]
    · obtain ⟨j, rfl⟩ : ∃ j : Nat, i = c.head + j := ⟨(i - c.head).toNat, by omega⟩
      rw [(hc.shows 0).right j, hhead, (hd.shows 0).right j]
  exact Config.ext hstate hhead htape

/-- Of a configuration there is one snapshot only that says all. -/
theorem Snapshot.Is.same_of_eq (hk : 2 ≤ k) {x y : Snapshot} {z : Int} {c : Config n k}
    (hx : x.Is z c) (hy : y.Is z c) : x = y := by
  have hdepth : x.depth = y.depth := by
    have := hx.head.symm.trans hy.head
    omega
  have hstate := (hx.shows 0).state.symm.trans (hy.shows 0).state
  have hright : x.right = y.right :=
    eq_of_digits hk fun j => ((hx.shows 0).right j).symm.trans ((hy.shows 0).right j)
  have hleft : x.left = y.left :=
    eq_of_digits hk fun j => ((hx.shows (j + 1)).left j (by omega)).symm.trans
      ((hy.shows (j + 1)).left j (by omega))
  exact Snapshot.ext hstate hleft hright hdepth

/-- A simulation leads to a snapshot that says all of the configuration reached, and the machine
does not halt before. -/
theorem Snapshot.Is.run {M : Machine n k} {x y : Snapshot} {z : Int} {c : Config n k} {t : Nat}
    (h : x.Is z c) (hy : simulate n k M.table t x.state x.left x.right x.depth = some y) :
    (∀ s, s < t → ¬ (M.run s c).Halted) ∧ y.Is z (M.run t c) := by
  refine ⟨((h.shows 0).simulate hy).1, fun e => ((h.shows e).simulate hy).2, ?_⟩
  have := (h.shows 0).simulate_head hy
  have := h.head
  omega

/-- The blank tape as a snapshot says all of the initial configuration. -/
theorem Snapshot.is_initial [NeZero n] [NeZero k] (d : Nat) :
    Snapshot.Is ⟨1, 0, 0, d⟩ (0 - d) (.initial : Config n k) :=
  ⟨fun e => Shows.initial (d + e), by show (0 : Int) = 0 - d + d; omega⟩

/-! ### Coming back -/

/-- One step, and whether `x` has come; if not, what follows. It is a definition of its own because
the kernel's calls nest until it has to unfold one. -/
noncomputable def returnsStep (n k table : Nat) (x : Snapshot) (t : Nat)
    (continue_ : Nat → Nat → Nat → Nat → Bool) (q l r d : Nat) : Bool :=
  Option.rec (motive := fun _ => Bool) false
    (fun y => Bool.rec (motive := fun _ => Bool) (continue_ y.state y.left y.right y.depth)
      (Nat.beq t 0) (y.same x))
    (simulate n k table 1 q l r d)

/-- Computes whether the snapshot `x` comes after exactly `t` steps for the first time, `0` steps
left out. -/
noncomputable def returns (n k table : Nat) (x : Snapshot) (t : Nat) :
    Nat → Nat → Nat → Nat → Bool :=
  Nat.rec (motive := fun _ => Nat → Nat → Nat → Nat → Bool) (fun _ _ _ _ => false)
    (fun t continue_ => returnsStep n k table x t continue_) t

namespace Machine

variable {M : Machine n k}

/-- If the check succeeds, the configuration comes after exactly `t` steps for the first time. -/
theorem of_returns (hk : 2 ≤ k) {x y : Snapshot} {t : Nat} {z : Int} {c d : Config n k}
    (hx : x.Is z c) (hy : y.Is z d)
    (h : returns n k M.table x t y.state y.left y.right y.depth = true) :
    0 < t ∧ M.run t d = c ∧ (∀ s, s < t → ¬ (M.run s d).Halted) ∧
      ∀ s, 0 < s → s < t → M.run s d ≠ c := by
  induction t generalizing y d with
  | zero => cases h
  | succ t ih =>
    have hunfold : returns n k M.table x (t + 1) y.state y.left y.right y.depth =
      Option.rec (motive := fun _ => Bool) false
        (fun y => Bool.rec (motive := fun _ => Bool)
          (returns n k M.table x t y.state y.left y.right y.depth) (Nat.beq t 0) (y.same x))
        (simulate n k M.table 1 y.state y.left y.right y.depth) := rfl
    rw [hunfold] at h
    cases hw : simulate n k M.table 1 y.state y.left y.right y.depth with
    | none => rw [hw] at h; cases h
    | some w =>
      rw [hw] at h
      obtain ⟨hrunning, hnext⟩ := hy.run hw
      have hnext : w.Is z (M.step d) := hnext
      have hnow : ¬ d.Halted := hrunning 0 Nat.one_pos
      cases hsame : w.same x with
      | true =>
        simp only [hsame] at h
        obtain rfl : t = 0 := Nat.eq_of_beq_eq_true h
        obtain rfl := Snapshot.same_iff.mp hsame
        refine ⟨Nat.one_pos, hnext.eq_of_same hx, hrunning, fun s _ _ => ?_⟩
        omega
      | false =>
        simp only [hsame] at h
        obtain ⟨hpos, hrun, hbefore, hne⟩ := ih hnext h
        refine ⟨Nat.succ_pos t, hrun, fun s hs => ?_, fun s hs hst heq => ?_⟩
        · cases s with
          | zero => exact hnow
          | succ s => exact hbefore s (by omega)
        · cases s with
          | zero => omega
          | succ s =>
            cases s with
            | zero =>
              have heq : M.step d = c := heq
              rw [heq] at hnext
              rw [hnext.same_of_eq hk hx, Snapshot.same_iff.mpr rfl] at hsame
              cases hsame
            | succ s => exact hne (s + 1) (Nat.succ_pos s) (by omega) heq

/-- Computes whether the snapshots after `a` steps and after `p` more are different. -/
noncomputable def apartCheck (n k table depth a p : Nat) : Bool :=
  match simulate n k table a 1 0 0 depth with
  | none => false
  | some x =>
    match simulate n k table p x.state x.left x.right x.depth with
    | none => false
    | some y => Bool.not (y.same x)

/-- Computes whether the machine repeats itself from step `m` on, with period `p`. -/
noncomputable def repeatsCheck (M : Machine n k) (m p : Nat) : Bool :=
  eager M.table fun table =>
  eager (m + p) fun depth =>
  match simulate n k table m 1 0 0 depth with
  | none => false
  | some x =>
    Bool.rec (motive := fun _ => Bool) false
      (Bool.rec (motive := fun _ => Bool) false
        (Nat.rec (motive := fun _ => Bool) true (fun a _ => apartCheck n k table depth a p) m)
        (returns n k table x p x.state x.left x.right x.depth))
      (Nat.ble 2 k)

/-- Runs of `a` and `b` steps that lead to the same configuration do so after `d` steps more. -/
theorem run_congr (a b d : Nat) {c : Config n k} (h : M.run a c = M.run b c) :
    M.run (a + d) c = M.run (b + d) c := by
  rw [run_add, run_add, h]

variable [NeZero n] [NeZero k]

/-- **When a machine repeats itself, by computation**:
`Machine.repeatsFrom_of_check (by decide +kernel)`, for up to some thousands of steps. -/
theorem repeatsFrom_of_check {m p : Nat} (h : M.repeatsCheck m p = true) : M.RepeatsFrom m p := by
  unfold repeatsCheck at h
  rw [eager_eq, eager_eq] at h
  split at h
  next => cases h
  next x hx =>
    cases hble : Nat.ble 2 k with
    | false => rw [hble] at h; cases h
    | true =>
    cases hreturns : returns n k M.table x p x.state x.left x.right x.depth with
    | false => rw [hble, hreturns] at h; cases h
    | true =>
    rw [hble, hreturns] at h
    have hk := Nat.le_of_ble_eq_true hble
    obtain ⟨-, hxis⟩ := (Snapshot.is_initial (n := n) (k := k) (m + p)).run hx
    obtain ⟨hpos, hrun, hrunning, hne⟩ := of_returns hk hxis hxis hreturns
    have hp : M.run (m + p) .initial = M.run m (.initial : Config n k) := by
      rw [run_add]; exact hrun
    refine ⟨hpos, hrunning 0 hpos, hp, ?_⟩
    refine Sequence.ne_of_first (f := fun t => M.run t .initial) (fun a b d => run_congr a b d)
      hpos hp
      (fun q hq hqp => ?_) ?_
    · show M.run (m + q) .initial ≠ M.run m .initial
      rw [run_add]
      exact hne q hq hqp
    · cases m with
      | zero => exact .inl rfl
      | succ a =>
        have h : apartCheck n k M.table (a + 1 + p) a p = true := h
        unfold apartCheck at h
        refine .inr ?_
        split at h
        next => cases h
        next x hx =>
          split at h
          next => cases h
          next y hy =>
            obtain ⟨-, hxis⟩ := (Snapshot.is_initial (n := n) (k := k) (a + 1 + p)).run hx
            obtain ⟨-, hyis⟩ := hxis.run hy
            intro heq
            have heq : M.run a .initial = M.run (a + p) (.initial : Config n k) := heq
            rw [run_add] at heq
            rw [← heq] at hyis
            rw [Snapshot.same_iff.mpr (hyis.same_of_eq hk hxis)] at h
            cases h

/-- A machine that repeats itself never halts. -/
theorem RepeatsFrom.neverHalts {m p : Nat} (h : M.RepeatsFrom m p) : M.NeverHalts := by
  obtain ⟨hpos, hrunning, hp, -⟩ := h
  intro t ht
  have hle : t ≤ m + 0 + p * t := by
    have := Nat.le_mul_of_pos_left t hpos
    omega
  have hlate := halted_of_le hle ht
  have := Sequence.periodic (f := fun t => M.run t .initial) (fun a b d => run_congr a b d) hp t 0
  have : M.run (m + 0 + p * t) .initial = M.run m .initial := this
  rw [this] at hlate
  exact hrunning hlate

/-- When a machine repeats itself is unique. -/
theorem RepeatsFrom.unique {m p m' p' : Nat} (h : M.RepeatsFrom m p) (h' : M.RepeatsFrom m' p') :
    m = m' ∧ p = p' := by
  obtain ⟨hpos, -, hp, hne⟩ := h
  obtain ⟨hpos', -, hp', hne'⟩ := h'
  have hsum : m + p = m' + p' := by
    rcases Nat.lt_trichotomy (m + p) (m' + p') with hlt | heq | hgt
    · exact absurd hp.symm (hne' m (m + p) (by omega) hlt)
    · exact heq
    · exact absurd hp'.symm (hne m' (m' + p') (by omega) hgt)
  have hm : M.run m .initial = M.run m' (.initial : Config n k) := by rw [← hp, ← hp', hsum]
  rcases Nat.lt_trichotomy m m' with hlt | heq | hgt
  · exact absurd hm (hne m m' hlt (by omega))
  · omega
  · exact absurd hm.symm (hne m' m hgt (by omega))

/-- **Not repeating itself so**, for a machine that repeats itself from another step on, or with
another period: `(Machine.repeatsFrom_of_check (m := …) (p := …)
(by decide +kernel)).not_repeatsFrom (by decide)`. -/
theorem RepeatsFrom.not_repeatsFrom {m p m' p' : Nat} (h : M.RepeatsFrom m p)
    (hne : m ≠ m' ∨ p ≠ p') : ¬ M.RepeatsFrom m' p' := fun h' => by
  have := h.unique h'
  omega

/-- A machine that halts does not repeat itself. -/
theorem Halts.not_repeatsFrom (h : M.Halts) (m p : Nat) : ¬ M.RepeatsFrom m p :=
  fun h' => h'.neverHalts.not_halts h

/-! ### Staying within an interval -/

/-- Computes whether the machine is in the same configuration after `start` steps and after `period`
more, and its head has stayed in the cells from `a` to `b`. -/
noncomputable def staysCheck (M : Machine n k) (start period : Nat) (a b : Int) : Bool :=
  eager M.table fun table =>
  eager (start + period) fun depth =>
  match track n k table start 1 0 0 depth depth depth with
  | none => false
  | some x =>
    match track n k table period x.state x.left x.right x.depth x.least x.greatest with
    | none => false
    | some y =>
      Nat.blt 0 period && Nat.beq y.state x.state && Nat.beq y.left x.left &&
        Nat.beq y.right x.right && Nat.beq y.depth x.depth &&
        decide (a ≤ (y.least : Int) - depth) && decide ((y.greatest : Int) - depth ≤ b)

/-- **Staying within an interval, by computation**, for a machine that is in the same configuration
after `start` steps and after `period` more:
`Machine.staysWithin_of_check (start := …) (period := …) (by decide +kernel)`. -/
theorem staysWithin_of_check {start period : Nat} {a b : Int}
    (h : M.staysCheck start period a b = true) : M.StaysWithin a b := by
  unfold staysCheck at h
  rw [eager_eq, eager_eq] at h
  split at h
  next => cases h
  next x hx =>
    split at h
    next => cases h
    next y hy =>
      simp only [Bool.and_eq_true] at h
      obtain ⟨⟨⟨⟨⟨⟨hpos, hstate⟩, hleft⟩, hright⟩, hdepth⟩, hlow⟩, hhigh⟩ := h
      have hpos : 0 < period := Nat.le_of_ble_eq_true hpos
      have hstate := Nat.eq_of_beq_eq_true hstate
      have hleft := Nat.eq_of_beq_eq_true hleft
      have hright := Nat.eq_of_beq_eq_true hright
      have hdepth := Nat.eq_of_beq_eq_true hdepth
      have hlow := of_decide_eq_true hlow
      have hhigh := of_decide_eq_true hhigh
      obtain ⟨z, hz⟩ : ∃ z : Int, z + (start + period : Nat) = 0 :=
        ⟨0 - (start + period : Nat), by omega⟩
      obtain ⟨-, hx₂, hx₃, hx₄, hx₅, hx₆, -, -⟩ := Shows.track (M := M) (z := z)
        (fun e => Shows.initial (n := n) (k := k) (start + period + e)) hz.symm hx
      obtain ⟨-, hy₂, hy₃, hy₄, hy₅, hy₆, -, -⟩ := Shows.track (M := M) (z := z) hx₂ hx₃ hy
      have hxis : Snapshot.Is ⟨x.state, x.left, x.right, x.depth⟩ z (M.run start .initial) :=
        ⟨hx₂, hx₃⟩
      have hyis : Snapshot.Is ⟨x.state, x.left, x.right, x.depth⟩ z
          (M.run period (M.run start .initial)) :=
        ⟨fun e => by rw [← hstate, ← hleft, ← hright, ← hdepth]; exact hy₂ e,
          by rw [← hdepth]; exact hy₃⟩
      have hperiod := hyis.eq_of_same hxis
      rw [← run_add] at hperiod
      have hwithin : ∀ i : Int, z + y.least ≤ i ∧ i ≤ z + y.greatest → a ≤ i ∧ i ≤ b := by
        clear hx₄ hx₅ hy₄ hy₅ hstate hleft hright hdepth hpos
        omega
      intro t
      induction t using Nat.strongRecOn with
      | _ t ih =>
        by_cases hstart : t < start
        · have := hx₆ t hstart
          exact hwithin _ ⟨Int.le_trans (Int.add_le_add_left (Int.ofNat_le.mpr hy₄) z) this.1,
            Int.le_trans this.2 (Int.add_le_add_left (Int.ofNat_le.mpr hy₅) z)⟩
        · obtain ⟨s, rfl⟩ := Nat.exists_eq_add_of_le (Nat.le_of_not_lt hstart)
          by_cases hs : s < period
          · rw [run_add]
            exact hwithin _ (hy₆ s hs)
          · obtain ⟨s, rfl⟩ := Nat.exists_eq_add_of_le (Nat.le_of_not_lt hs)
            rw [← Nat.add_assoc, run_congr _ _ s hperiod]
            exact ih (start + s) (Nat.add_lt_add_left (Nat.lt_add_of_pos_left hpos) start)

/-- A machine that stays within an interval does not leave every one. -/
theorem StaysWithin.not_leaves {a b : Int} (h : M.StaysWithin a b) : ¬ M.LeavesEveryInterval := by
  intro hleaves
  obtain ⟨t, ht⟩ := hleaves a b
  have := h t
  omega

/-- A machine that leaves every finite part of the tape does not stay within one. -/
theorem LeavesEveryInterval.not_staysWithin (h : M.LeavesEveryInterval) (a b : Int) :
    ¬ M.StaysWithin a b := fun h' => h'.not_leaves h

/-- A machine that halts does not leave every interval. -/
theorem Halts.not_leaves (h : M.Halts) : ¬ M.LeavesEveryInterval := by
  obtain ⟨N, hN⟩ := h
  have hbound : ∀ t : Nat, -(t : Int) ≤ (M.run t .initial).head ∧ (M.run t .initial).head ≤ t := by
    intro t
    induction t with
    | zero => exact ⟨Int.le_refl 0, Int.le_refl 0⟩
    | succ t ih =>
      rw [run_succ']
      have := head_step M (M.run t .initial)
      omega
  intro hleaves
  obtain ⟨t, ht⟩ := hleaves (-(N : Int)) N
  by_cases hle : t ≤ N
  · have := hbound t
    omega
  · rw [show t = N + (t - N) by omega, run_add, run_of_halted hN.1] at ht
    have := hbound N
    omega

/-! ### Leaving every interval -/

/-- Computes whether the machine, after `start` steps, is in a loop of `period` steps to the right,
in which its head stays within `width` cells to the left of where it was, and moves on. -/
noncomputable def driftCheck (M : Machine n k) (start period width : Nat) : Bool :=
  eager M.table fun table =>
  match simulate n k table start 1 0 0 start with
  | none => false
  | some x =>
    eager (x.left % k ^ width) fun window =>
    match simulate n k table period x.state window x.right width with
    | none => false
    | some y =>
      Nat.beq y.state x.state && Nat.beq y.right x.right &&
        Nat.blt width y.depth && Nat.beq (y.left % k ^ width) window

/-- **Leaving every interval, by a loop to the right**: `Machine.leavesEveryInterval_of_loopRight
(start := …) (period := …) (width := …) (by decide +kernel)`. -/
theorem leavesEveryInterval_of_loopRight {start period width : Nat}
    (h : M.driftCheck start period width = true) : M.LeavesEveryInterval := by
  unfold driftCheck at h
  rw [eager_eq] at h
  split at h
  next => cases h
  next x hx =>
    rw [eager_eq] at h
    split at h
    next => cases h
    next y hy =>
      simp only [Bool.and_eq_true] at h
      obtain ⟨⟨⟨hstate, hright⟩, hdepth⟩, hleft⟩ := h
      have hstate := Nat.eq_of_beq_eq_true hstate
      have hright := Nat.eq_of_beq_eq_true hright
      have hdepth : width < y.depth := Nat.le_of_ble_eq_true hdepth
      have hleft := Nat.eq_of_beq_eq_true hleft
      have hstart := Shows.simulate (e := width)
        (Shows.initial (n := n) (k := k) (start + width)) hx
      have hround : ∀ c : Config n k, Shows c x.state (x.left % k ^ width) x.right width →
          Shows (M.run period c) x.state (x.left % k ^ width) x.right width ∧
            (M.run period c).head + width = c.head + y.depth := by
        intro c hc
        have h := (Shows.simulate (e := 0) hc hy).2
        refine ⟨?_, Shows.simulate_head (e := 0) hc hy⟩
        have := h.of_mod_pow (w := width) (Nat.le_of_lt hdepth) hleft
        rwa [hstate, hright] at this
      have hfar : ∀ j : Nat, Shows (M.run (start + period * j) .initial) x.state
          (x.left % k ^ width) x.right width ∧
          (M.run start .initial).head + j ≤ (M.run (start + period * j) .initial).head := by
        intro j
        induction j with
        | zero =>
          exact ⟨hstart.2.mod_pow (Nat.le_add_left width x.depth), Int.le_of_eq (Int.add_zero _)⟩
        | succ j ih =>
          have := hround _ ih.1
          rw [← run_add, show start + period * j + period = start + period * (j + 1) by
            rw [Nat.mul_succ]; omega] at this
          exact ⟨this.1, by omega⟩
      intro a b
      refine ⟨start + period * (b + 1 - (M.run start .initial).head).toNat, .inr ?_⟩
      have := (hfar (b + 1 - (M.run start .initial).head).toNat).2
      omega

/-- A machine leaves every finite part of the tape if its mirror image does. -/
theorem leavesEveryInterval_of_mirror (h : M.mirror.LeavesEveryInterval) :
    M.LeavesEveryInterval := by
  intro a b
  obtain ⟨t, ht⟩ := h (-b) (-a)
  rw [← mirror_initial, run_mirror] at ht
  have hhead : (M.run t .initial).mirror.head = -(M.run t .initial).head := rfl
  exact ⟨t, by omega⟩

/-- **Leaving every interval, by a loop to the left**: the mirror image loops to the right. -/
theorem leavesEveryInterval_of_loopLeft {start period width : Nat}
    (h : M.mirror.driftCheck start period width = true) : M.LeavesEveryInterval :=
  leavesEveryInterval_of_mirror (leavesEveryInterval_of_loopRight h)

end Machine

end BBSynth
