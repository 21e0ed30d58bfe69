import Lake
open Lake DSL

package bbsynth where
  version := v!"0.1.0"

/-- The semantics of Turing machines and the theorems that proofs use. -/
@[default_target]
lean_lib BBSynth where
  srcDir := "lean"
  globs := #[.andSubmodules `BBSynth]

/-- The trusted judge, as a program. `bbsynth` itself runs it with `lean --run`. -/
lean_exe judge where
  srcDir := "lean"
  root := `Judge
  supportInterpreter := true
