module

public import BBSynth.BusyBeaverThreeSearch

/-!
# The busy beaver of three states: machines that begin with `0RB`

One search would be too much for the memory of a small machine. There is one for each transition
that may be used next, for state `1` and the blank, and one that is left with what these have shown.

## Main results

* `BBSynth.BusyBeaver.three_0RB`: none of them takes more than 21 steps to halt, or leaves more than
  6 cells
-/

@[expose] public section

namespace BBSynth.BusyBeaver

open Search

/-- The machines that begin with `0RB` and then `0LA` are dealt with. -/
theorem three_0RB_0LA : Three 1034 :=
  three_of_check (proved := []) nofun (used := 1) (mirrored := 1544) (by decide +kernel)

/-- The machines that begin with `0RB` and then `1LA` are dealt with. -/
theorem three_0RB_1LA : Three 1290 :=
  three_of_check (proved := []) nofun (used := 1) (mirrored := 1800) (by decide +kernel)

/-- The machines that begin with `0RB` and then `0RA` are dealt with. -/
theorem three_0RB_0RA : Three 1546 :=
  three_of_check (proved := []) nofun (used := 1) (mirrored := 1032) (by decide +kernel)

/-- The machines that begin with `0RB` and then `1RA` are dealt with. -/
theorem three_0RB_1RA : Three 1802 :=
  three_of_check (proved := []) nofun (used := 1) (mirrored := 1288) (by decide +kernel)

/-- The machines that begin with `0RB` and then `0LB` are dealt with. -/
theorem three_0RB_0LB : Three 2058 :=
  three_of_check (proved := []) nofun (used := 1) (mirrored := 2568) (by decide +kernel)

/-- The machines that begin with `0RB` and then `1LB` are dealt with. -/
theorem three_0RB_1LB : Three 2314 :=
  three_of_check (proved := []) nofun (used := 1) (mirrored := 2824) (by decide +kernel)

/-- The machines that begin with `0RB` and then `0RB` are dealt with. -/
theorem three_0RB_0RB : Three 2570 :=
  three_of_check (proved := []) nofun (used := 1) (mirrored := 2056) (by decide +kernel)

/-- The machines that begin with `0RB` and then `1RB` are dealt with. -/
theorem three_0RB_1RB : Three 2826 :=
  three_of_check (proved := []) nofun (used := 1) (mirrored := 2312) (by decide +kernel)

/-- The machines that begin with `0RB` and then `0LC` are dealt with. -/
theorem three_0RB_0LC : Three 3082 :=
  three_of_check (proved := []) nofun (used := 2) (mirrored := 3592) (by decide +kernel)

/-- The machines that begin with `0RB` and then `1LC` are dealt with. -/
theorem three_0RB_1LC : Three 3338 :=
  three_of_check (proved := []) nofun (used := 2) (mirrored := 3848) (by decide +kernel)

/-- The machines that begin with `0RB` and then `0RC` are dealt with. -/
theorem three_0RB_0RC : Three 3594 :=
  three_of_check (proved := []) nofun (used := 2) (mirrored := 3080) (by decide +kernel)

/-- The machines that begin with `0RB` and then `1RC` are dealt with. -/
theorem three_0RB_1RC : Three 3850 :=
  three_of_check (proved := []) nofun (used := 2) (mirrored := 3336) (by decide +kernel)

/-- Machines that begin with `0RB`. -/
theorem three_0RB : Three 10 :=
  three_of_check
    (proved := [1034, 1290, 1546, 1802, 2058, 2314, 2570, 2826, 3082, 3338, 3594, 3850])
    (by
      simp only [List.forall_mem_cons]
      exact ⟨three_0RB_0LA, three_0RB_1LA, three_0RB_0RA, three_0RB_1RA, three_0RB_0LB,
        three_0RB_1LB, three_0RB_0RB, three_0RB_1RB, three_0RB_0LC, three_0RB_1LC,
        three_0RB_0RC, three_0RB_1RC, nofun⟩)
    (used := 1) (mirrored := 8) (by decide +kernel)

end BBSynth.BusyBeaver
