module

public import Lean.Elab.Frontend

/-!
# Compiling modules without Lake

`lean --run Build.lean SOURCE TARGET` reads names of modules from its standard input, one a line. It
elaborates each from its file below `SOURCE`, writes the compiled module below `TARGET`, and then
prints a line: `@built MODULE`, or `@failed MODULE` with what went wrong before it. What a module
imports has to be on `LEAN_PATH`. It ends when its input does.

One process compiles many modules, since starting Lean and importing what this file needs takes
seconds.
-/

public section

open Lean Elab

namespace BBSynth.Build

def pathOf (root : System.FilePath) : Name → System.FilePath
  | .str .anonymous s => root / s
  | .str p s => pathOf root p / s
  | _ => root

/-- Compile a module. Whether Lean accepts it; its messages are printed. -/
def build (source target : System.FilePath) (module : Name) : IO Bool := do
  let file := (pathOf source module).withExtension "lean"
  let olean := (pathOf target module).withExtension "olean"
  let text ← IO.FS.readFile file
  match ← runFrontend text {} file.toString module (oleanFileName? := some olean) with
  | none => return false
  | some _ => return true

partial def serve (source target : System.FilePath) (input output : IO.FS.Stream) : IO Unit := do
  let line ← input.getLine
  match line.splitOn "\n" with
  | [name, _] =>
    let answer ← match ← (build source target name.toName).toBaseIO with
      | .ok true => pure s!"@built {name}"
      | .ok false => pure s!"@failed {name}"
      | .error error => pure s!"{error}\n@failed {name}"
    output.putStrLn answer
    output.flush
    serve source target input output
  | _ => return

end BBSynth.Build

unsafe def main (args : List String) : IO UInt32 := do
  match args with
  | [source, target] =>
    let searchPath ← addSearchPathFromEnv []
    searchPathRef.set searchPath
    enableInitializersExecution
    BBSynth.Build.serve source target (← IO.getStdin) (← IO.getStdout)
    return 0
  | _ =>
    IO.eprintln "usage: lean --run Build.lean SOURCE TARGET"
    return 2
