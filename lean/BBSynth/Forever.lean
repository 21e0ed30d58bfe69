module

public import BBSynth.Search
public import BBSynth.Bounds
public import BBSynth.Rename

/-!
# What the search finds out about machines that never halt

The search of `BBSynth.Search` knows a part of a machine, as a table, and all of the configuration
that it has come to, as two half tapes. If it finds that the machine never halts from there, every
machine that has the transitions of the table does not.

## Main definitions

* `BBSynth.Search.Agrees`: the machine has the transitions that a table knows
* `BBSynth.Search.Full`: two half tapes and a state say all of a configuration

## Main results

* `BBSynth.Search.runsForever_sound`: the machine never halts
-/

@[expose] public section

namespace BBSynth.Search

variable {n k : Nat}

/-- The machine has the transitions that a table knows. -/
def Agrees (table : Nat) (M : Machine n k) : Prop :=
  ∀ (q : Fin n) (s : Fin k) (e : Nat), digit (codeBound n k) table (q.val * k + s.val) = e →
    e / k / 2 ≠ 0 → (M q s).code = e

/-- The state `q` (counted from `1`) and the half tapes `l` and `r` say all of a configuration. -/
def Full (c : Config n k) (q l r : Nat) : Prop := ∀ d, Shows c q l r d

variable {M : Machine n k} {c : Config n k} {table mirrored q l r : Nat}

/-- The next state of a code is one of the machine's. -/
theorem next_le (e : Nat) (he : e < codeBound n k) : e / k / 2 ≤ n := by
  rw [Nat.div_div_eq_div_mul]
  refine Nat.le_of_lt_succ (Nat.div_lt_of_lt_mul ?_)
  rw [Nat.mul_assoc]
  exact he

/-- What a table says of a transition is less than the bound. -/
theorem digit_lt [NeZero k] (table place : Nat) : digit (codeBound n k) table place <
    codeBound n k :=
  Nat.mod_lt _ (Nat.mul_pos (Nat.pos_of_ne_zero (NeZero.ne k)) (by omega))

/-- Where a table knows all transitions that are used, it is as good as that of the machine. -/
theorem simulate_of_agrees [NeZero k] (hM : Agrees table M) {t d : Nat} {y : Snapshot} (hq : q ≤ n)
    (hy : simulate n k table t q l r d = some y) (hstate : y.state ≠ 0) :
    simulate n k M.table t q l r d = some y := by
  induction t generalizing q l r d with
  | zero => exact hy
  | succ t ih =>
    cases q with
    | zero => rw [simulate_halted] at hy; cases hy
    | succ q =>
      generalize he : digit (codeBound n k) table (q * k + r % k) = e
      have hlt : e < codeBound n k := he ▸ digit_lt _ _
      rw [simulate_succ he] at hy
      by_cases hzero : e / k / 2 = 0
      · have hnone : ∀ l r d, simulate n k table t 0 l r d ≠ some y := by
          intro l r d h
          cases t with
          | zero =>
            rw [simulate_zero] at h
            cases h
            exact hstate rfl
          | succ t => rw [simulate_halted] at h; cases h
        rw [hzero] at hy
        split at hy
        · split at hy
          · cases hy
          · exact absurd hy (hnone _ _ _)
        · exact absurd hy (hnone _ _ _)
      · have hk : 0 < k := Nat.pos_of_ne_zero (NeZero.ne k)
        have hcode := hM ⟨q, by omega⟩ ⟨r % k, Nat.mod_lt _ hk⟩ e he hzero
        have hplace := M.digit_table ⟨q, by omega⟩ ⟨r % k, Nat.mod_lt _ hk⟩
        rw [hcode] at hplace
        have hle := next_le (n := n) e hlt
        rw [simulate_succ hplace]
        split at hy
        next hmove =>
          rw [if_pos hmove]
          split at hy
          next => cases hy
          next hd =>
            rw [if_neg hd]
            exact ih hle hy
        next hmove =>
          rw [if_neg hmove]
          exact ih hle hy

/-! ### Loops -/

/-- If a loop to the right is found, the machine never halts from there. -/
theorem isLoop_sound [NeZero k] (hM : Agrees table M) (hq : q ≤ n) {p width : Nat}
    (h : isLoop n k table p width q l r = true) (hc : Full c q l r) :
    q ≠ 0 ∧ ∀ t, ¬ (M.run t c).Halted := by
  unfold isLoop at h
  rw [eager_eq] at h
  cases hy : simulate n k table p q (Nat.mod l (Nat.pow k width)) r width with
  | none => rw [hy] at h; cases h
  | some y =>
    rw [hy] at h
    simp only [Bool.andThen_iff] at h
    obtain ⟨hstate, hright, hleft, hdepth, hpos⟩ := h
    have hstate := Nat.eq_of_beq_eq_true hstate
    have hright := Nat.eq_of_beq_eq_true hright
    have hleft := Nat.eq_of_beq_eq_true hleft
    have hdepth := Nat.le_of_ble_eq_true hdepth
    have hpos : 0 < p := Nat.le_of_ble_eq_true hpos
    have hq0 : q ≠ 0 := by
      rintro rfl
      obtain ⟨p, rfl⟩ : ∃ p', p = p' + 1 := ⟨p - 1, by omega⟩
      rw [simulate_halted] at hy
      cases hy
    have hy := simulate_of_agrees hM hq hy (by rw [hstate]; exact hq0)
    have hround : ∀ c : Config n k, Shows c q (l % k ^ width) r width →
        (∀ s, s < p → ¬ (M.run s c).Halted) ∧ Shows (M.run p c) q (l % k ^ width) r width := by
      intro c hc
      have h := Shows.simulate (e := 0) hc hy
      refine ⟨h.1, ?_⟩
      have := h.2.of_mod_pow (w := width) hdepth hleft
      rwa [hstate, hright] at this
    have hforever : ∀ t (c : Config n k), Shows c q (l % k ^ width) r width →
        ¬ (M.run t c).Halted := by
      intro t
      induction t using Nat.strongRecOn with
      | _ t ih =>
        intro c hc
        by_cases ht : t < p
        · exact (hround c hc).1 t ht
        · rw [show t = p + (t - p) by omega, Machine.run_add]
          exact ih (t - p) (by omega) _ (hround c hc).2
    exact ⟨hq0, fun t => hforever t c ((hc width).mod_pow (Nat.le_refl width))⟩

/-- The mirror image of a configuration. -/
theorem Full.mirror [NeZero k] (hc : Full c q l r) :
    Full c.mirror q (r / k) (r % k + k * l) := by
  have hk : 0 < k := Nat.pos_of_ne_zero (NeZero.ne k)
  intro d
  refine ⟨(hc 0).state, fun j _ => ?_, fun j => ?_⟩
  · have := (hc 0).right (j + 1)
    rw [digit_succ] at this
    rw [← this]
    show (c.tape (-(-c.head - 1 - j))).val = _
    congr 2
    omega
  · show (c.tape (-(-c.head + j))).val = _
    cases j with
    | zero =>
      have := (hc 0).right 0
      rw [digit_zero] at this
      rw [digit_cons_zero (Nat.mod_lt _ hk), ← this]
      congr 2
      omega
    | succ j =>
      rw [digit_cons (Nat.mod_lt _ hk), ← (hc (j + 1)).left j (by omega)]
      congr 2
      omega

/-- If a loop to either side is found, the machine never halts from there. -/
theorem hasLoop_sound [NeZero k] (hM : Agrees table M) (hmirror : Agrees mirrored M.mirror)
    (hq : q ≤ n) {period : Nat} (h : hasLoop n k table mirrored period q l r = true)
    (hc : Full c q l r) : q ≠ 0 ∧ ∀ t, ¬ (M.run t c).Halted := by
  have hfind : ∀ (fuel p q' l' r' d lo hi : Nat),
      findLoop n k table mirrored q l r period fuel p q' l' r' d lo hi = true →
      ∃ p width, isLoop n k table p width q l r = true ∨
        isLoop n k mirrored p width q (r / k) (r % k + k * l) = true := by
    intro fuel
    induction fuel with
    | zero => intro p q' l' r' d lo hi h; cases h
    | succ fuel ih =>
      intro p q' l' r' d lo hi h
      have hunfold : findLoop n k table mirrored q l r period (fuel + 1) p q' l' r' d lo hi =
        Option.rec (motive := fun _ => Bool) false
          (fun y => Bool.orElse
            (Bool.andThen (Nat.beq y.state q) (Bool.orElse
              (Bool.andThen (Nat.beq y.right r) (Bool.andThen (Nat.ble period y.depth)
                (isLoop n k table (p + 1) (period - lo) q l r)))
              (Bool.andThen (Nat.beq y.left l) (Bool.andThen (Nat.ble y.depth period)
                (isLoop n k mirrored (p + 1) (hi - period) q (r / k) (r % k + k * l))))))
            (findLoop n k table mirrored q l r period fuel (p + 1) y.state y.left y.right y.depth
              (Bool.rec (motive := fun _ => Nat) lo y.depth (Nat.ble y.depth lo))
              (Bool.rec (motive := fun _ => Nat) hi y.depth (Nat.ble hi y.depth))))
          (simulate n k table 1 q' l' r' d) := rfl
      rw [hunfold] at h
      cases hy : simulate n k table 1 q' l' r' d with
      | none => rw [hy] at h; cases h
      | some y =>
        rw [hy] at h
        simp only [Bool.orElse_iff, Bool.andThen_iff] at h
        rcases h with ⟨-, ⟨-, -, h⟩ | ⟨-, -, h⟩⟩ | h
        · exact ⟨_, _, .inl h⟩
        · exact ⟨_, _, .inr h⟩
        · exact ih _ _ _ _ _ _ _ h
  obtain ⟨p, width, h | h⟩ := hfind _ _ _ _ _ _ _ _ h
  · exact isLoop_sound hM hq h hc
  · obtain ⟨hq0, hforever⟩ := isLoop_sound hmirror hq h hc.mirror
    refine ⟨hq0, fun t ht => hforever t ?_⟩
    rw [Machine.run_mirror]
    exact ht

/-! ### Machines that halt where nothing is known -/

/-- A transition is that of its code. -/
theorem ofCode_code [NeZero k] (t : Transition n k) : Transition.ofCode n k t.code = t := by
  have hwrite : Fin.ofNat k t.code = t.write := Fin.ext t.code_mod
  unfold Transition.ofCode
  cases t with
  | mk write move next =>
    have hm : Transition.code ⟨write, move, next⟩ / k % 2 = move.code :=
      Transition.code_move ⟨write, move, next⟩
    have hn : Transition.code ⟨write, move, next⟩ / k / 2 = stateCode next :=
      Transition.code_next ⟨write, move, next⟩
    have hwrite : Fin.ofNat k (Transition.code ⟨write, move, next⟩) = write := hwrite
    generalize hcode : Transition.code ⟨write, move, next⟩ = e at hm hn hwrite
    rw [hwrite]
    congr 1
    · show Nat.rec (motive := fun _ => Dir) .left (fun _ _ => .right) (e / k % 2) = move
      rw [hm]
      cases move <;> rfl
    · show Nat.rec (motive := fun _ => Option (Fin n)) none
        (fun q _ => if h : q < n then some ⟨q, h⟩ else none) (e / k / 2) = next
      rw [hn]
      cases next with
      | none => rfl
      | some q =>
        show (if h : q.val < n then some (⟨q.val, h⟩ : Fin n) else none) = some q
        rw [dif_pos q.isLt]

/-- If the machine that halts where a table knows nothing never halts, then no machine that has the
transitions that it knows does. -/
theorem neverHalts_of_ofTable [NeZero n] [NeZero k] (hM : Agrees table M)
    (h : (Machine.ofTable n k table).NeverHalts) : M.NeverHalts := by
  have hrun : ∀ t, M.run t .initial = (Machine.ofTable n k table).run t .initial := by
    intro t
    induction t with
    | zero => rfl
    | succ t ih =>
      rw [Machine.run_add, Machine.run_add, ih]
      generalize hc : (Machine.ofTable n k table).run t .initial = c
      have hnow := h t
      have hnext := h (t + 1)
      rw [Machine.run_add, hc] at hnext
      rw [hc] at hnow
      show M.step c = (Machine.ofTable n k table).step c
      cases hq : c.state with
      | none => exact absurd hq hnow
      | some q =>
        have hrunning : (Machine.ofTable n k table q (c.tape c.head)).next ≠ none := by
          intro hnone
          apply hnext
          show ((Machine.ofTable n k table).step c).state = none
          unfold Machine.step
          rw [hq]
          exact hnone
        have hsame : M q (c.tape c.head) = Machine.ofTable n k table q (c.tape c.head) := by
          generalize hs : c.tape c.head = s at hrunning
          have hof : Machine.ofTable n k table q s =
            .ofCode n k (digit (codeBound n k) table (q.val * k + s.val)) := rfl
          generalize he : digit (codeBound n k) table (q.val * k + s.val) = e at hof
          have hne : e / k / 2 ≠ 0 := by
            intro hzero
            apply hrunning
            rw [hof]
            show Nat.rec (motive := fun _ => Option (Fin n)) none
              (fun q _ => if h : q < n then some ⟨q, h⟩ else none) (e / k / 2) = none
            rw [hzero]
            rfl
          rw [hof, ← hM q s e he hne, ofCode_code]
        unfold Machine.step
        rw [hq]
        simp only [hsame]
  intro t
  rw [hrun]
  exact h t

/-- **What the search takes for a machine that never halts is one.** -/
theorem runsForever_sound {S : Search} [NeZero S.n] [NeZero S.k] {M : Machine S.n S.k} {t : Nat}
    (hother : ∀ table, S.other table = true → (Machine.ofTable S.n S.k table).NeverHalts)
    (hM : Agrees table M) (hmirror : Agrees mirrored M.mirror) (hq : q ≤ S.n)
    (hc : Full (M.run t .initial) q l r) (h : S.runsForever table mirrored q l r = true) :
    M.NeverHalts := by
  have hlate : ∀ t, (∀ t', ¬ (M.run t' (M.run t .initial)).Halted) → M.NeverHalts := by
    intro t h t' ht'
    have := Machine.halted_of_le (M := M) (show t' ≤ t + t' by omega) ht'
    rw [Machine.run_add] at this
    exact h t' this
  unfold runsForever at h
  simp only [Bool.orElse_iff] at h
  rcases h with h | h | h
  · exact hlate t (hasLoop_sound hM hmirror hq h hc).2
  · cases hy : simulate S.n S.k table S.later q l r S.later with
    | none => rw [hy] at h; cases h
    | some y =>
      rw [hy] at h
      have hfull : y.state ≠ 0 → Full (M.run S.later (M.run t .initial)) y.state y.left y.right := by
        intro hy0 d
        have hy := simulate_of_agrees hM hq hy hy0
        exact (Shows.simulate (e := d) (hc (S.later + d)) hy).2.shallower (by omega)
      by_cases hy0 : y.state = 0
      · -- A machine that has halted is in no loop.
        exfalso
        have : ∀ fuel p l' r' d lo hi, findLoop S.n S.k table mirrored 0 y.left y.right
            (2 * S.period) fuel p 0 l' r' d lo hi ≠ true := by
          intro fuel p l' r' d lo hi h
          cases fuel with
          | zero => cases h
          | succ fuel => cases h
        have h : hasLoop S.n S.k table mirrored (2 * S.period) y.state y.left y.right = true := h
        rw [hy0] at h
        exact this _ _ _ _ _ _ _ h
      · have hle : y.state ≤ S.n := by
          have := (hfull hy0 0).state
          generalize (M.run S.later (M.run t .initial)).state = state at this
          cases state with
          | none => exact absurd this.symm hy0
          | some p => rw [← this]; exact p.isLt
        refine hlate (t + S.later) ?_
        rw [Machine.run_add]
        exact (hasLoop_sound hM hmirror hle h (hfull hy0)).2
  · exact neverHalts_of_ofTable hM (hother _ h)

end BBSynth.Search
