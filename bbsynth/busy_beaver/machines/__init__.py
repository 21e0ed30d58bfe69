"""What a Turing machine is and does.

- `notation`: the machine as a value, and its standard text;
- `simulation`: running it, compiled and plain, one machine or many; `acceleration`: long runs;
- `enumeration`: all machines of a class that matter, in tree normal form; `subtrees`: that in
  parts; `tree_sampling`: some of them at random;
- `graph`: its states as a graph, and when two machines are the same but for names; `key`: the same
  with names of symbols, and a little more, or by what they do;
- `diagram`: space-time diagrams and tables for people.

Everywhere: the tape is infinite in both directions and blank at the start, the head starts on
cell 0 in state A, a step count includes the halting transition, and an undefined transition halts
as ``1RZ`` would.
"""

from __future__ import annotations

from bbsynth.busy_beaver.machines.acceleration import LongRun, run_accelerated
from bbsynth.busy_beaver.machines.diagram import machine_table, render_terminal, save_image
from bbsynth.busy_beaver.machines.enumeration import (
    PROVEN_STEPS,
    Node,
    TreeChunk,
    enumerate_tnf,
    enumerate_tnf_arrays,
    tree_steps,
)
from bbsynth.busy_beaver.machines.graph import (
    can_reach_halt,
    canonical_form,
    equivalent,
    mirror,
    reachable_states,
    rename,
    strongly_connected_components,
    transition_graph,
)
from bbsynth.busy_beaver.machines.key import (
    WATCHED_STEPS,
    actions_used,
    key_of_machine,
    machine_key,
    run_key,
    start_key,
    tail_key,
)
from bbsynth.busy_beaver.machines.long_trace import sampled_trace
from bbsynth.busy_beaver.machines.notation import (
    HALT,
    MAX_STATES,
    MAX_SYMBOLS,
    UNDEFINED,
    Direction,
    Machine,
    Transition,
    state_name,
)
from bbsynth.busy_beaver.machines.simulation import (
    RUN_DTYPE,
    Run,
    Trace,
    run,
    run_batch,
    trace,
)
from bbsynth.busy_beaver.machines.subtrees import (
    TreePart,
    children,
    enumerate_part,
    enumerate_tnf_after,
    split_tnf,
)
from bbsynth.busy_beaver.machines.tree_sampling import estimated_tree_size, sample_tnf

__all__ = [
    "HALT",
    "MAX_STATES",
    "MAX_SYMBOLS",
    "PROVEN_STEPS",
    "RUN_DTYPE",
    "UNDEFINED",
    "WATCHED_STEPS",
    "Direction",
    "LongRun",
    "Machine",
    "Node",
    "Run",
    "Trace",
    "Transition",
    "TreeChunk",
    "TreePart",
    "actions_used",
    "can_reach_halt",
    "canonical_form",
    "children",
    "enumerate_part",
    "enumerate_tnf",
    "enumerate_tnf_after",
    "enumerate_tnf_arrays",
    "equivalent",
    "estimated_tree_size",
    "key_of_machine",
    "machine_key",
    "machine_table",
    "mirror",
    "reachable_states",
    "rename",
    "render_terminal",
    "run",
    "run_accelerated",
    "run_batch",
    "run_key",
    "sample_tnf",
    "sampled_trace",
    "save_image",
    "split_tnf",
    "start_key",
    "state_name",
    "strongly_connected_components",
    "tail_key",
    "trace",
    "transition_graph",
    "tree_steps",
]
