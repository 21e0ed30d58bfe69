module

public import BBSynth.Run

/-!
# Sets that a run cannot leave

To show that a machine never halts it is enough to find a set of configurations that contains the
initial one, that no run leaves, and in which the machine does not halt.

Such a set is described by finitely many *descriptions*, numbers here, each of which stands for
many configurations. They are the nodes of a graph whose edges lead from a description to those of
which one comes next; `explore` goes through all that can be reached.

## Main definitions

* `BBSynth.explore`: searches the graph for a description without successors that are known

## Main results

* `BBSynth.Machine.neverHalts_of_closed`: the argument
* `BBSynth.Machine.neverHalts_of_explore`: the same for a graph of descriptions
-/

@[expose] public section

namespace BBSynth

/-- If a set contains the initial configuration, and from each in the set the machine comes, in at
least one step and without halting, to one in the set, then it never halts. -/
theorem Machine.neverHalts_of_closed {n k : Nat} [NeZero n] [NeZero k] {M : Machine n k}
    {S : Config n k → Prop} (hstart : S .initial)
    (hstep : ∀ c, S c → ∃ t, 0 < t ∧ (∀ s, s < t → ¬ (M.run s c).Halted) ∧ S (M.run t c)) :
    M.NeverHalts := by
  have hforever : ∀ t c, S c → ¬ (M.run t c).Halted := by
    intro t
    induction t using Nat.strongRecOn with
    | _ t ih =>
      intro c hc
      obtain ⟨d, hd, hrunning, hnext⟩ := hstep c hc
      by_cases ht : t < d
      · exact hrunning t ht
      · rw [show t = d + (t - d) by omega, run_add]
        exact ih (t - d) (by omega) _ hnext
  exact fun t => hforever t _ hstart

/-! ### Sets of numbers -/

/-- A set of numbers, as a search tree: a leaf, or a number between those that are smaller and
those that are larger. That it is ordered makes it quick; no proof needs it. The type is one of
Lean's own, since proofs of bare problems repeat this and may declare none. -/
abbrev Seen := Lean.RArray Unit

namespace Seen

/-- The empty set. -/
abbrev empty : Seen := .leaf ()

/-- Membership. -/
def Mem (x : Nat) : Seen → Prop
  | .leaf _ => False
  | .branch y s l => Mem x s ∨ x = y ∨ Mem x l

/-- Computes membership. -/
noncomputable def has (x : Nat) : Seen → Bool :=
  Lean.RArray.rec (motive := fun _ => Bool) (fun _ => false) fun y _ _ smaller larger =>
    Bool.rec (motive := fun _ => Bool) smaller
      (Bool.rec (motive := fun _ => Bool) larger true (Nat.beq x y)) (Nat.ble y x)

/-- Adds a number. -/
noncomputable def insert (x : Nat) : Seen → Seen :=
  Lean.RArray.rec (motive := fun _ => Seen) (fun _ => .branch x empty empty)
    fun y s l smaller larger =>
      Bool.rec (motive := fun _ => Seen) (.branch y smaller l) (.branch y s larger) (Nat.ble y x)

/-- What is found in a set of numbers is in it. -/
theorem mem_of_has {x : Nat} {s : Seen} (h : s.has x = true) : s.Mem x := by
  induction s with
  | leaf => cases h
  | branch y s l ihs ihl =>
    have hunfold : has x (.branch y s l) =
      Bool.rec (motive := fun _ => Bool) (has x s)
        (Bool.rec (motive := fun _ => Bool) (has x l) true (Nat.beq x y)) (Nat.ble y x) := rfl
    rw [hunfold] at h
    cases hle : Nat.ble y x with
    | false => rw [hle] at h; exact .inl (ihs h)
    | true =>
      rw [hle] at h
      cases heq : Nat.beq x y with
      | false => rw [heq] at h; exact .inr (.inr (ihl h))
      | true => exact .inr (.inl (Nat.eq_of_beq_eq_true heq))

/-- In a set to which `x` was added are `x` and what was in it. -/
theorem mem_insert {x z : Nat} {s : Seen} : (s.insert x).Mem z ↔ z = x ∨ s.Mem z := by
  induction s with
  | leaf => exact ⟨fun h => .inl (h.elim False.elim (·.resolve_right False.elim)),
      fun h => .inr (.inl (h.resolve_right False.elim))⟩
  | branch y s l ihs ihl =>
    have hunfold : insert x (.branch y s l) =
      Bool.rec (motive := fun _ => Seen) (.branch y (insert x s) l) (.branch y s (insert x l))
        (Nat.ble y x) := rfl
    rw [hunfold]
    cases Nat.ble y x with
    | false =>
      show Mem z (insert x s) ∨ z = y ∨ Mem z l ↔ z = x ∨ Mem z s ∨ z = y ∨ Mem z l
      rw [ihs, or_assoc]
    | true =>
      show Mem z s ∨ z = y ∨ Mem z (insert x l) ↔ z = x ∨ Mem z s ∨ z = y ∨ Mem z l
      rw [ihl, or_left_comm (b := z = x), or_left_comm (b := z = x)]

end Seen

/-! ### Exploring a graph -/

/-- Puts one list before another. -/
noncomputable def List.prepend (ys rest : List Nat) : List Nat :=
  List.rec (motive := fun _ => List Nat) rest (fun y _ tail => y :: tail) ys

/-- Looks at the description `x`, and goes on. -/
noncomputable def exploreStep (next : Nat → Option (List Nat))
    (continue_ : List Nat → Seen → Bool) (x : Nat) (rest : List Nat) (seen : Seen) : Bool :=
  Bool.rec (motive := fun _ => Bool)
    (Option.rec (motive := fun _ => Bool) false
      (fun ys => continue_ (List.prepend ys rest) (seen.insert x)) (next x))
    (continue_ rest seen) (seen.has x)

/-- Computes whether all descriptions that can be reached from those in a list have successors that
are known: `next x` is the list of the successors of `x`, or `none`. It gives up after `fuel`. -/
noncomputable def explore (next : Nat → Option (List Nat)) (fuel : Nat) :
    List Nat → Seen → Bool :=
  Nat.rec (motive := fun _ => List Nat → Seen → Bool) (fun _ _ => false)
    (fun _ continue_ todo seen =>
      List.rec (motive := fun _ => Bool) true
        (fun x rest _ => exploreStep next continue_ x rest seen) todo)
    fuel

/-- What is in one of two lists is in the one put before the other. -/
theorem List.mem_prepend {x : Nat} {ys rest : List Nat} :
    x ∈ prepend ys rest ↔ x ∈ ys ∨ x ∈ rest := by
  induction ys with
  | nil => exact ⟨.inr, fun h => h.resolve_left nofun⟩
  | cons y ys ih =>
    have hunfold : prepend (y :: ys) rest = y :: prepend ys rest := rfl
    rw [hunfold, List.mem_cons, ih, List.mem_cons, or_assoc]

/-- If all that can be reached has known successors, then there is a set that contains the start
and, with each description, its successors. -/
theorem exists_closed_of_explore {next : Nat → Option (List Nat)} {fuel : Nat} {todo : List Nat}
    {seen : Seen} (h : explore next fuel todo seen = true)
    (hseen : ∀ x, seen.Mem x → ∃ ys, next x = some ys ∧ ∀ y ∈ ys, seen.Mem y ∨ y ∈ todo) :
    ∃ S : Nat → Prop, (∀ x ∈ todo, S x) ∧ ∀ x, S x → ∃ ys, next x = some ys ∧ ∀ y ∈ ys, S y := by
  suffices hsuff : ∃ S : Nat → Prop, (∀ x, seen.Mem x → S x) ∧ (∀ x ∈ todo, S x) ∧
      ∀ x, S x → ∃ ys, next x = some ys ∧ ∀ y ∈ ys, S y by
    obtain ⟨S, -, hS⟩ := hsuff
    exact ⟨S, hS⟩
  induction fuel generalizing todo seen with
  | zero => cases h
  | succ fuel ih =>
    cases todo with
    | nil =>
      refine ⟨seen.Mem, fun _ h => h, nofun, fun x hx => ?_⟩
      obtain ⟨ys, hys, hmem⟩ := hseen x hx
      exact ⟨ys, hys, fun y hy => (hmem y hy).resolve_right nofun⟩
    | cons x rest =>
      have hunfold : explore next (fuel + 1) (x :: rest) seen =
        Bool.rec (motive := fun _ => Bool)
          (Option.rec (motive := fun _ => Bool) false
            (fun ys => explore next fuel (List.prepend ys rest) (seen.insert x)) (next x))
          (explore next fuel rest seen) (seen.has x) := rfl
      rw [hunfold] at h
      cases hhas : seen.has x with
      | true =>
        rw [hhas] at h
        have hx := Seen.mem_of_has hhas
        obtain ⟨S, hmem, htodo, hclosed⟩ := ih h fun z hz => by
          obtain ⟨ys, hys, hrest⟩ := hseen z hz
          refine ⟨ys, hys, fun y hy => ?_⟩
          rcases hrest y hy with h | h
          · exact .inl h
          · rcases List.mem_cons.mp h with rfl | h
            · exact .inl hx
            · exact .inr h
        refine ⟨S, hmem, fun y hy => ?_, hclosed⟩
        rcases List.mem_cons.mp hy with rfl | hy
        · exact hmem _ hx
        · exact htodo y hy
      | false =>
        rw [hhas] at h
        cases hnext : next x with
        | none => rw [hnext] at h; cases h
        | some ys =>
          rw [hnext] at h
          obtain ⟨S, hmem, htodo, hclosed⟩ := ih h fun z hz => by
            rcases Seen.mem_insert.mp hz with rfl | hz
            · exact ⟨ys, hnext, fun y hy => .inr (List.mem_prepend.mpr (.inl hy))⟩
            · obtain ⟨zs, hzs, hrest⟩ := hseen z hz
              refine ⟨zs, hzs, fun y hy => ?_⟩
              rcases hrest y hy with h | h
              · exact .inl (Seen.mem_insert.mpr (.inr h))
              · rcases List.mem_cons.mp h with rfl | h
                · exact .inl (Seen.mem_insert.mpr (.inl rfl))
                · exact .inr (List.mem_prepend.mpr (.inr h))
          refine ⟨S, fun y hy => hmem y (Seen.mem_insert.mpr (.inr hy)), fun y hy => ?_, hclosed⟩
          rcases List.mem_cons.mp hy with rfl | hy
          · exact hmem _ (Seen.mem_insert.mpr (.inl rfl))
          · exact htodo y (List.mem_prepend.mpr (.inr hy))

/-- If every configuration that `x` describes is followed, without a halt, by one that a successor
of `x` describes, and all descriptions that can be reached have successors that are known, then the
machine never halts. -/
theorem Machine.neverHalts_of_explore {n k : Nat} [NeZero n] [NeZero k] {M : Machine n k}
    {Describes : Nat → Config n k → Prop} {next : Nat → Option (List Nat)} {fuel start : Nat}
    (hstart : Describes start .initial)
    (hstep : ∀ {x ys c}, next x = some ys → Describes x c →
      ∃ t, 0 < t ∧ (∀ s, s < t → ¬ (M.run s c).Halted) ∧ ∃ y ∈ ys, Describes y (M.run t c))
    (h : explore next fuel [start] .empty = true) : M.NeverHalts := by
  obtain ⟨S, hS, hclosed⟩ := exists_closed_of_explore h fun x hx => hx.elim
  refine neverHalts_of_closed (S := fun c => ∃ x, S x ∧ Describes x c)
    ⟨start, hS start List.mem_cons_self, hstart⟩ fun c ⟨x, hx, hc⟩ => ?_
  obtain ⟨ys, hys, hmem⟩ := hclosed x hx
  obtain ⟨t, ht, hrunning, y, hy, hnext⟩ := hstep hys hc
  exact ⟨t, ht, hrunning, y, hmem y hy, hnext⟩

end BBSynth
