module

public import BBSynth.Table
public import BBSynth.Closed
public import BBSynth.Mirror

/-!
# Finite automata that recognise what may halt

A deterministic automaton reads the tape from the far left up to the head, and ends in a state `d`.
With the state `q` of the machine this makes the state `(d, q)` of a second automaton, which is not
deterministic and reads on from the cell under the head to the right. It may stop anywhere, and
accepts if it has come to its one accepting state.

The second automaton follows from the first: it has the transitions that are needed so that a
configuration is accepted if the machine halts there, or if the next one is accepted. If the blank
tape is not accepted then, the machine never halts.

States `(d, q)` are numbers, the accepting one is `0`, and sets of states are numbers whose binary
digits tell the members. The transitions are collected first, without proof, and then checked.

## Main definitions

* `BBSynth.Machine.farCheck`: completes a deterministic automaton, and checks the result

## Main results

* `BBSynth.Machine.neverHalts_of_farRight`, `BBSynth.Machine.neverHalts_of_farLeft`: what a
  problem's proof uses
-/

@[expose] public section

namespace BBSynth

/-! ### Sets of numbers as numbers -/

/-- Computes whether `x` is in a set. -/
noncomputable def Bits.bit (set x : Nat) : Bool := Nat.beq (Nat.mod (Nat.div set (Nat.pow 2 x)) 2) 1

/-- Computes whether all in a list are true. -/
noncomputable def Bool.allOf : List Bool → Bool :=
  List.rec (motive := fun _ => Bool) true fun b _ rest =>
    Bool.rec (motive := fun _ => Bool) false rest b

/-- Computes whether a property holds of all numbers below `m`. -/
noncomputable def Nat.allBelow (f : Nat → Bool) : Nat → Bool :=
  Nat.rec (motive := fun _ => Bool) true fun i rest =>
    Bool.rec (motive := fun _ => Bool) false rest (f i)

/-- The union of the sets `f i`, for those `i` below `m` of which `p` holds. -/
noncomputable def Bits.union (p : Nat → Bool) (f : Nat → Nat) : Nat → Nat :=
  Nat.rec (motive := fun _ => Nat) 0 fun i rest =>
    Bool.rec (motive := fun _ => Nat) rest (Nat.lor (f i) rest) (p i)

/-- A number is in a set if its bit is set. -/
theorem Bits.bit_eq (set x : Nat) : bit set x = set.testBit x := by
  rw [Nat.testBit_eq_decide_div_mod_eq]
  unfold bit
  cases h : Nat.beq (Nat.mod (Nat.div set (Nat.pow 2 x)) 2) 1 with
  | true => exact (decide_eq_true (Nat.eq_of_beq_eq_true h)).symm
  | false => exact (decide_eq_false (Nat.ne_of_beq_eq_false h)).symm

/-- If all of a list are true, the first and all others are. -/
theorem Bool.of_allOf {b : Bool} {bs : List Bool} (h : allOf (b :: bs) = true) :
    b = true ∧ allOf bs = true := by
  cases b with
  | false => cases h
  | true => exact ⟨rfl, h⟩

/-- What holds of all numbers below `m` holds of each. -/
theorem Nat.of_allBelow {f : Nat → Bool} {m i : Nat} (h : allBelow f m = true) (hi : i < m) :
    f i = true := by
  induction m with
  | zero => cases hi
  | succ m ih =>
    have hunfold : allBelow f (m + 1) =
      Bool.rec (motive := fun _ => Bool) false (allBelow f m) (f m) := rfl
    rw [hunfold] at h
    cases hf : f m with
    | false => rw [hf] at h; cases h
    | true =>
      rw [hf] at h
      by_cases him : i = m
      · rw [him, hf]
      · exact ih h (by omega)

/-- What is in one of the sets is in their union. -/
theorem Bits.bit_union {p : Nat → Bool} {f : Nat → Nat} {m i y : Nat} (hi : i < m) (hp : p i = true)
    (hy : bit (f i) y = true) : bit (union p f m) y = true := by
  induction m with
  | zero => cases hi
  | succ m ih =>
    have hunfold : union p f (m + 1) =
      Bool.rec (motive := fun _ => Nat) (union p f m) (f m ||| union p f m) (p m) := rfl
    rw [hunfold]
    by_cases him : i = m
    · subst him
      rw [hp, bit_eq]
      show (f i ||| union p f i).testBit y = true
      rw [Nat.testBit_or, ← bit_eq, hy, Bool.true_or]
    · have hrest := ih (by omega)
      cases p m with
      | false => exact hrest
      | true =>
        rw [bit_eq]
        show (f m ||| union p f m).testBit y = true
        rw [Nat.testBit_or, ← bit_eq (union p f m), hrest, Bool.or_true]

/-- What is in a set is in another of which it is a part. -/
theorem Bits.bit_of_land {a b y : Nat} (h : Nat.beq (Nat.land a b) a = true) (hy : bit a y = true) :
    bit b y = true := by
  have heq : a &&& b = a := Nat.eq_of_beq_eq_true h
  rw [bit_eq] at hy ⊢
  rw [← heq, Nat.testBit_and, Bool.and_eq_true] at hy
  exact hy.2

/-! ### The computation -/

/-- The automata: states, symbols and table of the machine; the number of states of the
deterministic automaton, and its transitions as digits; the number of states of the other, and a
power of `2` above all sets of these. -/
structure Automata where
  n : Nat
  k : Nat
  table : Nat
  states : Nat
  dfa : Nat
  size : Nat
  sets : Nat

namespace Automata

/-- The code of the transition. -/
noncomputable def code (A : Automata) (q s : Nat) : Nat :=
  Nat.mod (Nat.div A.table (Nat.pow (codeBound A.n A.k) (Nat.add (Nat.mul q A.k) s)))
    (codeBound A.n A.k)

/-- A transition of the deterministic automaton. -/
noncomputable def read (A : Automata) (d s : Nat) : Nat :=
  Nat.mod (Nat.div A.dfa (Nat.pow A.states (Nat.add (Nat.mul d A.k) s))) A.states

/-- The state `(d, q)` as a number. -/
noncomputable def index (A : Automata) (d q : Nat) : Nat := Nat.succ (Nat.add (Nat.mul d A.n) q)

/-- The states after `x` on reading `s`, by the transitions `T`. -/
noncomputable def row (A : Automata) (T s x : Nat) : Nat :=
  Nat.mod (Nat.div T (Nat.pow A.sets (Nat.add (Nat.mul s A.size) x))) A.sets

/-- The states after those in a set on reading `s`. -/
noncomputable def image (A : Automata) (T s set : Nat) : Nat :=
  Bits.union (Bits.bit set) (A.row T s) A.size

/-- Computes whether the transitions from `(d, q)` on reading `s` are there: into the accepting
state if the machine halts; those that a move to the right needs; and, for a move to the left, those
that make the configurations accepted from which it comes to accepted ones. -/
noncomputable def complete (A : Automata) (T d q s : Nat) : Bool :=
  eager (A.code q s) fun e =>
  Nat.rec (motive := fun _ => Bool) (Bits.bit (A.row T s (A.index d q)) 0)
    (fun q' _ => Nat.rec (motive := fun _ => Bool)
      (Nat.allBelow (fun b =>
        eager (A.image T (Nat.mod e A.k) (A.row T b (A.index d q'))) fun set =>
        Nat.beq (Nat.land set (A.row T s (A.index (A.read d b) q))) set) A.k)
      (fun _ _ => Bits.bit (A.row T s (A.index d q)) (A.index (A.read d (Nat.mod e A.k)) q'))
      (Nat.mod (Nat.div e A.k) 2))
    (Nat.div (Nat.div e A.k) 2)

/-- Computes whether all transitions `T` are there, and the blank tape is not accepted: it leads to
states in the set `X` only. -/
noncomputable def closed (A : Automata) (T X : Nat) : Bool :=
  Bool.allOf [
    Nat.allBelow
      (fun d => Nat.allBelow (fun q => Nat.allBelow (A.complete T d q) A.k) A.n) A.states,
    Nat.allBelow (fun s => Bits.bit (A.row T s 0) 0) A.k,
    Nat.beq (A.read 0 0) 0,
    Bits.bit X (A.index 0 0),
    eager (A.image T 0 X) fun set => Nat.beq (Nat.land set X) set,
    Nat.beq (Nat.mod X 2) 0]

/-! ### Collecting the transitions -/

/-- The transitions that the present ones ask for, from state `x` on reading `s`. -/
noncomputable def wanted (A : Automata) (T s x : Nat) : Nat :=
  Nat.rec (motive := fun _ => Nat) 1
    (fun x _ =>
      eager (Nat.div x A.n) fun d =>
      eager (Nat.mod x A.n) fun q =>
      eager (A.code q s) fun e =>
      Nat.rec (motive := fun _ => Nat) 1
        (fun q' _ => Nat.rec (motive := fun _ => Nat)
          (Bits.union (fun j => Nat.beq (A.read (Nat.div j A.k) (Nat.mod j A.k)) d)
            (fun j => A.image T (Nat.mod e A.k)
              (A.row T (Nat.mod j A.k) (A.index (Nat.div j A.k) q')))
            (Nat.mul A.states A.k))
          (fun _ _ => Nat.pow 2 (A.index (A.read d (Nat.mod e A.k)) q'))
          (Nat.mod (Nat.div e A.k) 2))
        (Nat.div (Nat.div e A.k) 2))
    x

/-- All these transitions together. -/
noncomputable def more (A : Automata) (T : Nat) : Nat :=
  Nat.rec (motive := fun _ => Nat) 0
    (fun i rest => Nat.add (Nat.mul (A.wanted T (Nat.div i A.size) (Nat.mod i A.size))
      (Nat.pow A.sets i)) rest)
    (Nat.mul A.k A.size)

/-- Repeats `f` until nothing changes. -/
noncomputable def limit (f : Nat → Nat) (fuel : Nat) : Nat → Nat :=
  Nat.rec (motive := fun _ => Nat → Nat) (fun x => x)
    (fun _ again x => eager (f x) fun y =>
      Bool.rec (motive := fun _ => Nat) (again y) x (Nat.beq x y)) fuel

/-- Collects the transitions and the states that the blank tape leads to; then decides. -/
noncomputable def decideClosed (A : Automata) : Bool :=
  eager (limit A.more 10000 0) fun T =>
  eager (limit (fun X => Nat.lor X (A.image T 0 X)) 10000 (Nat.pow 2 (A.index 0 0))) fun X =>
  A.closed T X

/-- The automata for a machine. -/
noncomputable def ofTable (n k table states dfa : Nat) : Automata :=
  ⟨n, k, table, states, dfa, Nat.succ (Nat.mul states n),
    Nat.pow 2 (Nat.succ (Nat.mul states n))⟩

end Automata

/-- The number with the digits of a list, the first first. -/
noncomputable def digitsToNat (b : Nat) : List Nat → Nat :=
  List.rec (motive := fun _ => Nat) 0 fun x _ rest => Nat.add x (Nat.mul b rest)

/-- Computes whether a deterministic automaton shows that the machine never halts. It has so many
states; `dfa` lists where these lead to, for each state and each symbol read. -/
noncomputable def Machine.farCheck {n k : Nat} (M : Machine n k) (states : Nat) (dfa : List Nat) :
    Bool :=
  eager M.table fun table =>
  eager (digitsToNat states dfa) fun dfa =>
  Bool.rec (motive := fun _ => Bool) false (Automata.ofTable n k table states dfa).decideClosed
    (Nat.ble 1 states)

/-! ### What it means -/

namespace Automata

variable {n k : Nat} {A : Automata} {T : Nat} {tape tape' : Int → Fin k}

/-- The second automaton, in state `x`, comes to its accepting state when it reads the `m` cells
from `p` on. -/
def Accepts (A : Automata) (T : Nat) (tape : Int → Fin k) : Nat → Nat → Int → Prop
  | 0, x, _ => x = 0
  | m + 1, x, p => ∃ y, y < A.size ∧ Bits.bit (A.row T (tape p).val x) y = true ∧
      Accepts A T tape m y (p + 1)

/-- The state of the first automaton when it has read the `m` cells before `p`. -/
noncomputable def stateAt (A : Automata) (tape : Int → Fin k) : Nat → Int → Nat
  | 0, _ => 0
  | m + 1, p => A.read (stateAt A tape m (p - 1)) (tape (p - 1)).val

/-- The first automaton, on reading all cells before `p`, ends in `d`. -/
def Reads (A : Automata) (tape : Int → Fin k) (d : Nat) (p : Int) : Prop :=
  ∃ m : Nat, A.stateAt tape m p = d ∧ ∀ i, i < p - m → (tape i).val = 0

/-- Whether the cells from `p` on are accepted depends on these cells only. -/
theorem Accepts.congr {m x : Nat} {p : Int} (h : A.Accepts T tape m x p)
    (heq : ∀ i, p ≤ i → tape' i = tape i) : A.Accepts T tape' m x p := by
  induction m generalizing x p with
  | zero => exact h
  | succ m ih =>
    obtain ⟨y, hy, hrow, hrest⟩ := h
    exact ⟨y, hy, by rw [heq p (Int.le_refl p)]; exact hrow,
      ih hrest fun i hi => heq i (by omega)⟩

/-- The state in which the cells before `p` are read depends on these cells only. -/
theorem stateAt_congr {m : Nat} {p : Int} (heq : ∀ i, i < p → tape' i = tape i) :
    A.stateAt tape' m p = A.stateAt tape m p := by
  induction m generalizing p with
  | zero => rfl
  | succ m ih => rw [stateAt, stateAt, ih fun i hi => heq i (by omega), heq _ (by omega)]

/-- How the cells before `p` are read depends on these cells only. -/
theorem Reads.congr {d : Nat} {p : Int} (h : A.Reads tape d p)
    (heq : ∀ i, i < p → tape' i = tape i) : A.Reads tape' d p := by
  obtain ⟨m, hd, hblank⟩ := h
  exact ⟨m, by rw [stateAt_congr heq, hd], fun i hi => by rw [heq i (by omega)]; exact hblank i hi⟩

/-- One cell more is read by one transition. -/
theorem Reads.next {d : Nat} {p : Int} (h : A.Reads tape d p) :
    A.Reads tape (A.read d (tape p).val) (p + 1) := by
  obtain ⟨m, hd, hblank⟩ := h
  refine ⟨m + 1, ?_, fun i hi => hblank i (by omega)⟩
  rw [stateAt, Int.add_sub_cancel, hd]

/-- What has been read ended with a transition on the last cell. -/
theorem Reads.before (hstart : A.read 0 0 = 0) {d : Nat} {p : Int} (h : A.Reads tape d p)
    (hA : 0 < A.states) :
    ∃ d', d' < A.states ∧ A.Reads tape d' (p - 1) ∧ A.read d' (tape (p - 1)).val = d := by
  have hlt : ∀ m q, A.stateAt tape m q < A.states := by
    intro m q
    cases m with
    | zero => exact hA
    | succ m => exact Nat.mod_lt _ hA
  obtain ⟨m, hd, hblank⟩ := h
  cases m with
  | zero =>
    refine ⟨0, hA, ⟨0, rfl, fun i hi => hblank i (by omega)⟩, ?_⟩
    rw [hblank (p - 1) (by omega), hstart, ← hd]
    rfl
  | succ m => exact ⟨_, hlt m _, ⟨m, rfl, fun i hi => hblank i (by omega)⟩, hd⟩

/-- What follows on a state in a set is in the image of the set. -/
theorem bit_image {s x y set : Nat} (hx : Bits.bit set x = true) (hlt : x < A.size)
    (hy : Bits.bit (A.row T s x) y = true) : Bits.bit (A.image T s set) y = true :=
  Bits.bit_union hlt hx hy

/-- From the set `X` the accepting state is not reached on the blank tape. -/
theorem not_accepts_blank {X : Nat} (himage : Nat.beq (Nat.land (A.image T 0 X) X)
    (A.image T 0 X) = true) (hX : Nat.beq (Nat.mod X 2) 0 = true) {m x : Nat} {p : Int}
    (hx : Bits.bit X x = true) (hlt : x < A.size) (hblank : ∀ i, (tape i).val = 0) :
    ¬ A.Accepts T tape m x p := by
  induction m generalizing x p with
  | zero =>
    rintro rfl
    have hzero : X % 2 = 0 := Nat.eq_of_beq_eq_true hX
    have hone : X / 2 ^ 0 % 2 = 1 := Nat.eq_of_beq_eq_true hx
    rw [Nat.pow_zero, Nat.div_one] at hone
    omega
  | succ m ih =>
    rintro ⟨y, hy, hrow, hrest⟩
    rw [hblank] at hrow
    exact ih (Bits.bit_of_land himage (bit_image hx hlt hrow)) hy hrest

/-- The configuration is not accepted. -/
def Rejects (A : Automata) (T : Nat) (c : Config n k) : Prop :=
  ∃ q d, stateCode c.state = q + 1 ∧ d < A.states ∧ A.Reads c.tape d c.head ∧
    ∀ m, ¬ A.Accepts T c.tape m (A.index d q) c.head

variable {M : Machine n k} {c : Config n k}

/-- **What follows a configuration that is not accepted is not accepted.** -/
theorem rejects_step (hAn : A.n = n) (hAk : A.k = k) (hAtable : A.table = M.table)
    (hAsize : A.size = A.states * A.n + 1) (hA : 0 < A.states)
    (hcomplete : ∀ d, d < A.states → ∀ q, q < A.n → ∀ s, s < A.k → A.complete T d q s = true)
    (hstay : ∀ s, s < A.k → Bits.bit (A.row T s 0) 0 = true) (hstart : A.read 0 0 = 0)
    (hc : A.Rejects T c) : A.Rejects T (M.step c) := by
  obtain ⟨q, d, hq, hd, hreads, hnot⟩ := hc
  have hlt : ∀ {c : Config n k} {q : Nat}, stateCode c.state = q + 1 → q < A.n := by
    intro c q hq
    rw [hAn]
    cases hc : c.state with
    | none => rw [hc] at hq; cases hq
    | some p => rw [hc] at hq; rw [← Nat.succ.inj hq]; exact p.isLt
  have hindex : ∀ {d q : Nat}, d < A.states → q < A.n → A.index d q < A.size := by
    intro d q hd hq
    rw [hAsize]
    show d * A.n + q + 1 < A.states * A.n + 1
    have : (d + 1) * A.n ≤ A.states * A.n := Nat.mul_le_mul_right _ hd
    rw [Nat.succ_mul] at this
    omega
  have hs : ∀ i, (c.tape i).val < A.k := fun i => by rw [hAk]; exact (c.tape i).isLt
  generalize he : A.code q (c.tape c.head).val = e
  have hcode : digit (codeBound n k) M.table (q * k + (c.tape c.head).val) = e := by
    rw [← he]
    unfold code
    rw [hAn, hAk, hAtable]
    rfl
  obtain ⟨hstate, hhead, hcells⟩ := Machine.step_of_code hq hcode
  have hother : ∀ i, i ≠ c.head → (M.step c).tape i = c.tape i := by
    intro i hi
    apply Fin.ext
    rw [hcells, if_neg hi]
  have hunder : ((M.step c).tape c.head).val = e % A.k := by rw [hcells, if_pos rfl, hAk]
  have hall := fun d hd => hcomplete d hd q (hlt hq) _ (hs c.head)
  unfold complete at hall
  simp only [he, eager_eq] at hall
  have hstate : stateCode (M.step c).state = e / A.k / 2 := by rw [hAk]; exact hstate
  have hhead : (M.step c).head = c.head + (if e / A.k % 2 = 0 then -1 else 1) := by
    rw [hAk]; exact hhead
  have hall : ∀ d, d < A.states → Nat.rec (motive := fun _ => Bool)
      (Bits.bit (A.row T (c.tape c.head).val (A.index d q)) 0)
      (fun q' _ => Nat.rec (motive := fun _ => Bool)
        (Nat.allBelow (fun b => Nat.beq (Nat.land (A.image T (e % A.k) (A.row T b (A.index d q')))
          (A.row T (c.tape c.head).val (A.index (A.read d b) q)))
          (A.image T (e % A.k) (A.row T b (A.index d q')))) A.k)
        (fun _ _ => Bits.bit (A.row T (c.tape c.head).val (A.index d q))
          (A.index (A.read d (e % A.k)) q')) (e / A.k % 2)) (e / A.k / 2) = true := hall
  cases hq' : e / A.k / 2 with
  | zero =>
    have h := hall d hd
    rw [hq'] at h
    exact absurd ⟨0, by omega, h, rfl⟩ (hnot 1)
  | succ q' =>
    rw [hq'] at hstate
    have hq'lt := hlt hstate
    cases hdir : e / A.k % 2 with
    | succ j =>
      have h := hall d hd
      rw [hq', hdir] at h
      rw [hdir, if_neg (Nat.succ_ne_zero j)] at hhead
      have hread : A.read d (e % A.k) < A.states := Nat.mod_lt _ hA
      refine ⟨q', A.read d (e % A.k), hstate, hread, ?_, fun m hm => ?_⟩
      · rw [hhead, ← hunder]
        exact (hreads.congr fun i hi => hother i (by omega)).next
      · rw [hhead] at hm
        exact hnot (m + 1) ⟨_, hindex hread hq'lt, h,
          hm.congr fun i hi => (hother i (by omega)).symm⟩
    | zero =>
      rw [hdir, if_pos rfl] at hhead
      have hhead : (M.step c).head = c.head - 1 := hhead
      obtain ⟨d', hd', hreads', hread⟩ := hreads.before hstart hA
      have h := hall d' hd'
      rw [hq', hdir] at h
      have h := Nat.of_allBelow h (hs (c.head - 1))
      rw [hread] at h
      have hbefore : (M.step c).tape (c.head - 1) = c.tape (c.head - 1) := hother _ (by omega)
      refine ⟨q', d', hstate, hd', ?_, fun m hm => ?_⟩
      · rw [hhead]
        exact hreads'.congr fun i hi => hother i (by omega)
      · rw [hhead] at hm
        cases m with
        | zero => cases hm
        | succ m =>
          obtain ⟨x, hx, hrow, hm⟩ := hm
          rw [hbefore] at hrow
          rw [Int.sub_add_cancel] at hm
          have hstep : ∀ y, Bits.bit (A.row T (e % A.k) x) y = true →
              Bits.bit (A.row T (c.tape c.head).val (A.index d q)) y = true :=
            fun y hy => Bits.bit_of_land h (bit_image hrow hx hy)
          cases m with
          | zero =>
            have hx : x = 0 := hm
            subst hx
            have hk : 0 < A.k := Nat.lt_of_le_of_lt (Nat.zero_le _) (hs 0)
            exact hnot 1 ⟨0, by omega, hstep 0 (hstay _ (Nat.mod_lt _ hk)), rfl⟩
          | succ m =>
            obtain ⟨y, hy, hrow', hm⟩ := hm
            rw [hunder] at hrow'
            exact hnot (m + 1) ⟨y, hy, hstep y hrow',
              hm.congr fun i hi => (hother i (by omega)).symm⟩

end Automata

namespace Machine

variable {n k : Nat} [NeZero n] [NeZero k] {M : Machine n k}

/-- **Never halting, by an automaton that reads from the left**:
`M.neverHalts_of_farRight (states := …) (dfa := […]) (by decide +kernel)`. -/
theorem neverHalts_of_farRight {states : Nat} {dfa : List Nat}
    (h : M.farCheck states dfa = true) : M.NeverHalts := by
  unfold farCheck at h
  rw [eager_eq, eager_eq] at h
  cases hstates : Nat.ble 1 states with
  | false => rw [hstates] at h; cases h
  | true =>
  rw [hstates] at h
  generalize digitsToNat states dfa = dfa at h
  have h : (Automata.ofTable n k M.table states dfa).decideClosed = true := h
  obtain ⟨T, X, h⟩ : ∃ T X, (Automata.ofTable n k M.table states dfa).closed T X = true := ⟨_, _, h⟩
  have hAn : (Automata.ofTable n k M.table states dfa).n = n := rfl
  have hAk : (Automata.ofTable n k M.table states dfa).k = k := rfl
  have hAtable : (Automata.ofTable n k M.table states dfa).table = M.table := rfl
  have hAstates : (Automata.ofTable n k M.table states dfa).states = states := rfl
  have hAsize : (Automata.ofTable n k M.table states dfa).size =
    (Automata.ofTable n k M.table states dfa).states *
      (Automata.ofTable n k M.table states dfa).n + 1 := rfl
  generalize Automata.ofTable n k M.table states dfa = A at *
  unfold Automata.closed at h
  obtain ⟨hcomplete, h⟩ := Bool.of_allOf h
  obtain ⟨hstay, h⟩ := Bool.of_allOf h
  obtain ⟨hstart, h⟩ := Bool.of_allOf h
  obtain ⟨hX, h⟩ := Bool.of_allOf h
  obtain ⟨himage, h⟩ := Bool.of_allOf h
  obtain ⟨hzero, -⟩ := Bool.of_allOf h
  rw [eager_eq] at himage
  have hA : 0 < A.states := by rw [hAstates]; exact Nat.le_of_ble_eq_true hstates
  have hn : 0 < A.n := by rw [hAn]; exact Nat.pos_of_ne_zero (NeZero.ne n)
  have hcomplete : ∀ d, d < A.states → ∀ q, q < A.n → ∀ s, s < A.k →
      A.complete T d q s = true := by
    intro d hd q hq s hs
    have h := Nat.of_allBelow hcomplete hd
    have h := Nat.of_allBelow h hq
    exact Nat.of_allBelow h hs
  have hstay : ∀ s, s < A.k → Bits.bit (A.row T s 0) 0 = true := by
    intro s hs
    have h := Nat.of_allBelow hstay hs
    exact h
  refine neverHalts_of_closed (S := A.Rejects T) ?_ fun c hc => ⟨1, Nat.one_pos, fun s hs => ?_,
    Automata.rejects_step hAn hAk hAtable hAsize hA hcomplete hstay
      (Nat.eq_of_beq_eq_true hstart) hc⟩
  · refine ⟨0, 0, rfl, hA, ⟨0, rfl, fun _ _ => Config.val_initial _⟩, fun m => ?_⟩
    refine Automata.not_accepts_blank himage hzero hX ?_ fun i => Config.val_initial i
    rw [hAsize]
    show 0 * A.n + 0 + 1 < A.states * A.n + 1
    have := Nat.mul_pos hA hn
    omega
  · obtain rfl : s = 0 := by omega
    obtain ⟨q, -, hq, -⟩ := hc
    intro hhalted
    rw [run_zero] at hhalted
    rw [show c.state = none from hhalted] at hq
    cases hq

/-- **Never halting, by an automaton that reads from the right**: it reads the mirror image from
the left. -/
theorem neverHalts_of_farLeft {states : Nat} {dfa : List Nat}
    (h : M.mirror.farCheck states dfa = true) : M.NeverHalts :=
  neverHalts_of_mirror (neverHalts_of_farRight h)

end Machine

end BBSynth
