module

public import BBSynth.Table

/-!
# Windows of a run that the kernel can compute

The semantics of `BBSynth.Machine` is made to be read: its tape is a function, and a kernel that
evaluates it is slow. Here the same runs are computed with numbers alone, and proved to agree.

A snapshot holds the state, the two half tapes as numbers (see `BBSynth.Digits`; the cell under the
head belongs to the right half), and a depth: how many cells to the left of the head it vouches for.
A run that goes further to the left than the depth allows is given up. So a snapshot can describe
a whole tape, where the depth is the number of steps to come, or a window on one.

`simulate` is written for the kernel: recursion on the fuel by `Nat.rec`, numbers evaluated as soon
as they are made (`eager`), the table packed into one number (`BBSynth.Table`), and the operations
on `Nat` that the kernel computes with its own arithmetic, named without notation. It makes some
thousand steps a second, and knows at each how far the head is from the edge of the window; whole
runs are computed in blocks (`BBSynth.Block`), which is much faster.

## Main definitions

* `BBSynth.simulate`: a number of steps on a snapshot
* `BBSynth.Shows`: a snapshot tells the truth about a configuration

## Main results

* `BBSynth.Shows.simulate`: `simulate` agrees with `BBSynth.Machine.run`
-/

@[expose] public section

namespace BBSynth

/-- What is known of a configuration. `state` is `0` for halted and `q + 1` for state `q`. -/
structure Snapshot where
  state : Nat
  left : Nat
  right : Nat
  depth : Nat

/-- Snapshots are equal if their states, half tapes and depths are. -/
theorem Snapshot.ext {x y : Snapshot} (hstate : x.state = y.state) (hleft : x.left = y.left)
    (hright : x.right = y.right) (hdepth : x.depth = y.depth) : x = y := by
  obtain ⟨q, l, r, d⟩ := x
  obtain ⟨q', l', r', d'⟩ := y
  obtain rfl : q = q' := hstate
  obtain rfl : l = l' := hleft
  obtain rfl : r = r' := hright
  obtain rfl : d = d' := hdepth
  rfl

/-! ### The simulation -/

/-- `simulate n k table t q l r d`: from the snapshot with state `q`, half tapes `l` and `r` and
depth `d`, the snapshot after `t` steps. It is `none` if the machine has halted before, or has left
the depth that the snapshot vouches for. -/
noncomputable def simulate (n k table : Nat) (t : Nat) :
    Nat → Nat → Nat → Nat → Option Snapshot :=
  Nat.rec (motive := fun _ => Nat → Nat → Nat → Nat → Option Snapshot)
    (fun q l r d => some ⟨q, l, r, d⟩)
    (fun _ continue_ q l r d =>
      Nat.rec (motive := fun _ => Option Snapshot) none
        (fun q _ =>
          eager (Nat.mod (Nat.div table (Nat.pow (codeBound n k)
            (Nat.add (Nat.mul q k) (Nat.mod r k)))) (codeBound n k)) fun e =>
          eager (Nat.div (Nat.div e k) 2) fun q' =>
          Nat.rec (motive := fun _ => Option Snapshot)
            (Nat.rec (motive := fun _ => Option Snapshot) none
              (fun d _ =>
                eager (Nat.div l k) fun l' =>
                eager (Nat.add (Nat.mod l k)
                  (Nat.mul k (Nat.add (Nat.mod e k) (Nat.mul k (Nat.div r k))))) fun r' =>
                continue_ q' l' r' d)
              d)
            (fun _ _ =>
              eager (Nat.add (Nat.mod e k) (Nat.mul k l)) fun l' =>
              eager (Nat.div r k) fun r' =>
              continue_ q' l' r' (Nat.succ d))
            (Nat.mod (Nat.div e k) 2))
        q)
    t

/-- No steps lead to the snapshot itself. -/
theorem simulate_zero (n k table q l r d : Nat) :
    simulate n k table 0 q l r d = some ⟨q, l, r, d⟩ := rfl

/-- A machine that has halted makes no step. -/
theorem simulate_halted (n k table t l r d : Nat) :
    simulate n k table (t + 1) 0 l r d = none := rfl

/-- One step more of a simulation, by the code of the transition: to the left unless the cell is out
of the window, or to the right. -/
theorem simulate_succ {n k table q r e : Nat}
    (he : digit (codeBound n k) table (q * k + r % k) = e) (t l d : Nat) :
    simulate n k table (t + 1) (q + 1) l r d =
      if e / k % 2 = 0 then
        if d = 0 then none
        else simulate n k table t (e / k / 2) (l / k) (l % k + k * (e % k + k * (r / k))) (d - 1)
      else simulate n k table t (e / k / 2) (e % k + k * l) (r / k) (d + 1) := by
  have hunfold : simulate n k table (t + 1) (q + 1) l r d =
      eager (digit (codeBound n k) table (q * k + r % k)) fun e =>
      eager (e / k / 2) fun q' =>
      Nat.rec (motive := fun _ => Option Snapshot)
        (Nat.rec (motive := fun _ => Option Snapshot) none
          (fun d _ =>
            eager (l / k) fun l' =>
            eager (l % k + k * (e % k + k * (r / k))) fun r' =>
            simulate n k table t q' l' r' d)
          d)
        (fun _ _ =>
          eager (e % k + k * l) fun l' =>
          eager (r / k) fun r' =>
          simulate n k table t q' l' r' (d + 1))
        (e / k % 2) := rfl
  rw [hunfold, he]
  simp only [eager_eq]
  cases e / k % 2 with
  | zero =>
    rw [if_pos rfl]
    cases d with
    | zero => rfl
    | succ d => exact (if_neg (Nat.succ_ne_zero d)).symm
  | succ m => exact (if_neg (Nat.succ_ne_zero m)).symm

/-! ### Agreement with the semantics -/

variable {n k : Nat}

/-- The snapshot with state `q`, half tapes `l` and `r`, and depth `d` tells the truth about the
configuration `c`. -/
structure Shows (c : Config n k) (q l r d : Nat) : Prop where
  state : stateCode c.state = q
  left : ∀ j : Nat, j < d → (c.tape (c.head - 1 - j)).val = digit k l j
  right : ∀ j : Nat, (c.tape (c.head + j)).val = digit k r j

namespace Shows

variable {M : Machine n k} {c : Config n k} {q l r d : Nat}

/-- What is under the head. -/
theorem read (h : Shows c q l r d) : (c.tape c.head).val = r % k := by
  have := h.right 0
  rw [digit_zero, show c.head + ((0 : Nat) : Int) = c.head from Int.add_zero c.head] at this
  exact this

/-- A snapshot with a state shows a machine that has not halted. -/
theorem not_halted (h : Shows c (q + 1) l r d) : ¬ c.Halted := by
  intro hc
  have := h.state
  rw [show c.state = none from hc] at this
  cases this

/-- A snapshot without a state shows a machine that has halted. -/
theorem halted (h : Shows c 0 l r d) : c.Halted := by
  have := h.state
  unfold Config.Halted
  cases hc : c.state with
  | none => rfl
  | some q => rw [hc] at this; cases this

/-- What a snapshot shows, it shows with less depth. -/
theorem shallower (h : Shows c q l r d) {d' : Nat} (hd : d' ≤ d) : Shows c q l r d' :=
  ⟨h.state, fun j hj => h.left j (Nat.lt_of_lt_of_le hj hd), h.right⟩

/-- Only the digits of `l` within the depth matter. -/
theorem mod_pow (h : Shows c q l r d) {w : Nat} (hw : w ≤ d) : Shows c q (l % k ^ w) r w :=
  ⟨h.state, fun j hj => by
    rw [digit_mod_pow l hj]; exact h.left j (Nat.lt_of_lt_of_le hj hw), h.right⟩

/-- A snapshot shows as much with another left half tape that agrees as far as the depth goes. -/
theorem of_mod_pow (h : Shows c q l r d) {w : Nat} (hw : w ≤ d) {l' : Nat}
    (hl : l % k ^ w = l') : Shows c q l' r w := hl ▸ h.mod_pow hw

/-- A step to the right. -/
theorem step_right (h : Shows c (q + 1) l r d) {p : Fin n} (hp : c.state = some p)
    (hmove : (M p (c.tape c.head)).move = .right) :
    Shows (M.step c) (stateCode (M p (c.tape c.head)).next)
      ((M p (c.tape c.head)).write.val + k * l) (r / k) (d + 1) := by
  have hstep : M.step c =
      { state := (M p (c.tape c.head)).next
        head := c.head + 1
        tape := fun i => if i = c.head then (M p (c.tape c.head)).write else c.tape i } := by
    unfold Machine.step
    rw [hp]
    show Config.mk _ (c.head + (M p (c.tape c.head)).move.offset) _ = _
    rw [hmove]
    rfl
  rw [hstep]
  refine ⟨rfl, fun j hj => ?_, fun j => ?_⟩
  · cases j with
    | zero =>
      rw [digit_cons_zero (Fin.isLt _)]
      have heq : c.head + 1 - 1 - ((0 : Nat) : Int) = c.head := by omega
      exact congrArg Fin.val (if_pos heq)
    | succ j =>
      rw [digit_cons (Fin.isLt _), ← h.left j (Nat.lt_of_succ_lt_succ hj)]
      have hne : c.head + 1 - 1 - ((j + 1 : Nat) : Int) ≠ c.head := by omega
      have heq : c.head + 1 - 1 - ((j + 1 : Nat) : Int) = c.head - 1 - (j : Int) := by omega
      exact congrArg Fin.val ((if_neg hne).trans (congrArg c.tape heq))
  · rw [← digit_succ, ← h.right (j + 1)]
    have hne : c.head + 1 + (j : Int) ≠ c.head := by omega
    have heq : c.head + 1 + (j : Int) = c.head + ((j + 1 : Nat) : Int) := by omega
    exact congrArg Fin.val ((if_neg hne).trans (congrArg c.tape heq))

/-- A step to the left. -/
theorem step_left (h : Shows c (q + 1) l r (d + 1)) {p : Fin n} (hp : c.state = some p)
    (hmove : (M p (c.tape c.head)).move = .left) :
    Shows (M.step c) (stateCode (M p (c.tape c.head)).next) (l / k)
      (l % k + k * ((M p (c.tape c.head)).write.val + k * (r / k))) d := by
  have hk : 0 < k := Nat.lt_of_le_of_lt (Nat.zero_le _) (M p (c.tape c.head)).write.isLt
  have hstep : M.step c =
      { state := (M p (c.tape c.head)).next
        head := c.head - 1
        tape := fun i => if i = c.head then (M p (c.tape c.head)).write else c.tape i } := by
    unfold Machine.step
    rw [hp]
    show Config.mk _ (c.head + (M p (c.tape c.head)).move.offset) _ = _
    rw [hmove]
    rfl
  rw [hstep]
  refine ⟨rfl, fun j hj => ?_, fun j => ?_⟩
  · rw [← digit_succ, ← h.left (j + 1) (Nat.succ_lt_succ hj)]
    have hne : c.head - 1 - 1 - (j : Int) ≠ c.head := by omega
    have heq : c.head - 1 - 1 - (j : Int) = c.head - 1 - ((j + 1 : Nat) : Int) := by omega
    exact congrArg Fin.val ((if_neg hne).trans (congrArg c.tape heq))
  · cases j with
    | zero =>
      rw [digit_cons_zero (Nat.mod_lt _ hk), ← digit_zero, ← h.left 0 (Nat.succ_pos d)]
      have hne : c.head - 1 + ((0 : Nat) : Int) ≠ c.head := by omega
      have heq : c.head - 1 + ((0 : Nat) : Int) = c.head - 1 - ((0 : Nat) : Int) := by omega
      exact congrArg Fin.val ((if_neg hne).trans (congrArg c.tape heq))
    | succ j =>
      rw [digit_cons (Nat.mod_lt _ hk)]
      cases j with
      | zero =>
        rw [digit_cons_zero (Fin.isLt _)]
        have heq : c.head - 1 + ((0 + 1 : Nat) : Int) = c.head := by omega
        exact congrArg Fin.val (if_pos heq)
      | succ j =>
        rw [digit_cons (Fin.isLt _), ← digit_succ, ← h.right (j + 1)]
        have hne : c.head - 1 + ((j + 1 + 1 : Nat) : Int) ≠ c.head := by omega
        have heq : c.head - 1 + ((j + 1 + 1 : Nat) : Int) = c.head + ((j + 1 : Nat) : Int) := by
          omega
        exact congrArg Fin.val ((if_neg hne).trans (congrArg c.tape heq))

/-- **The simulation agrees with the semantics.** If it says that `x` is reached in `t` steps, then
the machine does not halt before, and `x` tells the truth about the configuration reached. Here `e`
cells more are known on the left than the simulation counts on. -/
theorem simulate {t e : Nat} {x : Snapshot} (h : Shows c q l r (d + e))
    (hx : simulate n k M.table t q l r d = some x) :
    (∀ s, s < t → ¬ (M.run s c).Halted) ∧
      Shows (M.run t c) x.state x.left x.right (x.depth + e) := by
  induction t generalizing c q l r d with
  | zero =>
    rw [simulate_zero] at hx
    cases hx
    exact ⟨fun s hs => absurd hs (Nat.not_lt_zero s), h⟩
  | succ t ih =>
    cases q with
    | zero => rw [simulate_halted] at hx; cases hx
    | succ q =>
      obtain ⟨p, hp⟩ : ∃ p, c.state = some p := by
        cases hc : c.state with
        | none => exact absurd hc h.not_halted
        | some p => exact ⟨p, rfl⟩
      have hpq : p.val = q := by
        have := h.state
        rw [hp] at this
        exact Nat.succ.inj this
      have hread := h.read
      have hcode := M.digit_table p (c.tape c.head)
      rw [hpq, hread] at hcode
      generalize htr : M p (c.tape c.head) = tr at hcode
      rw [simulate_succ hcode, tr.code_move, tr.code_next, tr.code_mod] at hx
      have hfinish : (∀ s, s < t → ¬ (M.run s (M.step c)).Halted) →
          ∀ s, s < t + 1 → ¬ (M.run s c).Halted := by
        intro hlater s hs
        cases s with
        | zero => exact h.not_halted
        | succ s => exact hlater s (Nat.lt_of_succ_lt_succ hs)
      cases hmove : tr.move with
      | left =>
        rw [hmove] at hx
        simp only [Dir.code, if_true] at hx
        cases d with
        | zero => cases hx
        | succ d =>
          rw [if_neg (Nat.succ_ne_zero d), Nat.add_sub_cancel] at hx
          rw [Nat.succ_add] at h
          have hnow := h.step_left (M := M) hp (by rw [htr, hmove])
          rw [htr] at hnow
          have := ih hnow hx
          exact ⟨hfinish this.1, this.2⟩
      | right =>
        rw [hmove] at hx
        simp only [Dir.code, if_false, Nat.succ_ne_zero] at hx
        have hnow := h.step_right (M := M) hp (by rw [htr, hmove])
        rw [htr, Nat.add_right_comm] at hnow
        have := ih hnow hx
        exact ⟨hfinish this.1, this.2⟩

/-- The initial configuration, seen to any depth, is state `1` between two empty half tapes. -/
theorem initial [NeZero n] [NeZero k] (d : Nat) :
    Shows (.initial : Config n k) 1 0 0 d := by
  refine ⟨rfl, fun j _ => ?_, fun j => ?_⟩ <;>
    exact (Config.val_initial _).trans (digit_of_zero j).symm

end Shows

end BBSynth
