module

public import BBSynth.BusyBeaverThreeSearch

/-!
# The busy beaver of three states: machines that begin with `1RB`

One search would be too much for the memory of a small machine. There is one for each transition
that may be used next, for state `1` and the blank, and one that is left with what these have shown.

## Main results

* `BBSynth.BusyBeaver.three_1RB`: none of them takes more than 21 steps to halt, or leaves more than
  6 cells
-/

@[expose] public section

namespace BBSynth.BusyBeaver

open Search

/-- The machines that begin with `1RB` and then `0LA` are dealt with. -/
theorem three_1RB_0LA : Three 1035 :=
  three_of_check (proved := []) nofun (used := 1) (mirrored := 1545) (by decide +kernel)

/-- The machines that begin with `1RB` and then `1LA` are dealt with. -/
theorem three_1RB_1LA : Three 1291 :=
  three_of_check (proved := []) nofun (used := 1) (mirrored := 1801) (by decide +kernel)

/-- The machines that begin with `1RB` and then `0RA` are dealt with. -/
theorem three_1RB_0RA : Three 1547 :=
  three_of_check (proved := []) nofun (used := 1) (mirrored := 1033) (by decide +kernel)

/-- The machines that begin with `1RB` and then `1RA` are dealt with. -/
theorem three_1RB_1RA : Three 1803 :=
  three_of_check (proved := []) nofun (used := 1) (mirrored := 1289) (by decide +kernel)

/-- The machines that begin with `1RB` and then `0LB` are dealt with. -/
theorem three_1RB_0LB : Three 2059 :=
  three_of_check (proved := []) nofun (used := 1) (mirrored := 2569) (by decide +kernel)

/-- The machines that begin with `1RB` and then `1LB` are dealt with. -/
theorem three_1RB_1LB : Three 2315 :=
  three_of_check (proved := []) nofun (used := 1) (mirrored := 2825) (by decide +kernel)

/-- The machines that begin with `1RB` and then `0RB` are dealt with. -/
theorem three_1RB_0RB : Three 2571 :=
  three_of_check (proved := []) nofun (used := 1) (mirrored := 2057) (by decide +kernel)

/-- The machines that begin with `1RB` and then `1RB` are dealt with. -/
theorem three_1RB_1RB : Three 2827 :=
  three_of_check (proved := []) nofun (used := 1) (mirrored := 2313) (by decide +kernel)

/-- The machines that begin with `1RB` and then `0LC` are dealt with. -/
theorem three_1RB_0LC : Three 3083 :=
  three_of_check (proved := []) nofun (used := 2) (mirrored := 3593) (by decide +kernel)

/-- The machines that begin with `1RB` and then `1LC` are dealt with. -/
theorem three_1RB_1LC : Three 3339 :=
  three_of_check (proved := []) nofun (used := 2) (mirrored := 3849) (by decide +kernel)

/-- The machines that begin with `1RB` and then `0RC` are dealt with. -/
theorem three_1RB_0RC : Three 3595 :=
  three_of_check (proved := []) nofun (used := 2) (mirrored := 3081) (by decide +kernel)

/-- The machines that begin with `1RB` and then `1RC` are dealt with. -/
theorem three_1RB_1RC : Three 3851 :=
  three_of_check (proved := []) nofun (used := 2) (mirrored := 3337) (by decide +kernel)

/-- Machines that begin with `1RB`. -/
theorem three_1RB : Three 11 :=
  three_of_check
    (proved := [1035, 1291, 1547, 1803, 2059, 2315, 2571, 2827, 3083, 3339, 3595, 3851])
    (by
      simp only [List.forall_mem_cons]
      exact ⟨three_1RB_0LA, three_1RB_1LA, three_1RB_0RA, three_1RB_1RA, three_1RB_0LB,
        three_1RB_1LB, three_1RB_0RB, three_1RB_1RB, three_1RB_0LC, three_1RB_1LC,
        three_1RB_0RC, three_1RB_1RC, nofun⟩)
    (used := 1) (mirrored := 9) (by decide +kernel)

end BBSynth.BusyBeaver
