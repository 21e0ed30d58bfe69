module

public import Lean.Elab.Frontend

/-!
# Compiling the library without Lake

`lean --run Build.lean SOURCE TARGET MODULE…` elaborates the modules in the given order, each from
its file below `SOURCE`, and writes the compiled modules below `TARGET`. One process does it all,
which matters where starting Lean takes seconds. It ends with status 1 at the first module that
Lean does not accept.
-/

public section

open Lean Elab

namespace BBSynth.Build

def pathOf (root : System.FilePath) : Name → System.FilePath
  | .str .anonymous s => root / s
  | .str p s => pathOf root p / s
  | _ => root

partial def build (source target : System.FilePath) : List String → IO UInt32
  | [] => return 0
  | name :: rest => do
    let module := name.toName
    let start ← IO.monoMsNow
    let file := (pathOf source module).withExtension "lean"
    let olean := (pathOf target module).withExtension "olean"
    let text ← IO.FS.readFile file
    match ← runFrontend text {} file.toString module (oleanFileName? := some olean) with
    | none => return 1
    | some _ =>
      let stop ← IO.monoMsNow
      IO.println s!"built {name} in {stop - start} ms"
      build source target rest

end BBSynth.Build

unsafe def main (args : List String) : IO UInt32 := do
  match args with
  | source :: target :: modules =>
    let searchPath ← addSearchPathFromEnv []
    searchPathRef.set searchPath
    enableInitializersExecution
    BBSynth.Build.build source target modules
  | _ =>
    IO.eprintln "usage: lean --run Build.lean SOURCE TARGET MODULE..."
    return 2
