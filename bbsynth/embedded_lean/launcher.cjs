"use strict";
// Runs the embedded Lean (WebAssembly) in Node.js as if it were a native `lean`.
//
//   node [flags] launcher.cjs '{"loader": ..., "args": [...], ...}'
//
// All settings come as one JSON argument (see embedded.py). This process has two parts: the first
// thread only waits for the second, a worker in which Lean's own main thread runs. A worker may
// have a stack of any size, whereas that of the first thread is limited by the shell.

const fs = require("fs");
const { Worker, isMainThread, setEnvironmentData, workerData } = require("worker_threads");

const EIO = 29; // numbers of emscripten, not of the host
const EPERM = 63;
const EROFS = 69;
const WRITE_FLAGS = 1 | 2 | 64 | 512; // O_WRONLY, O_RDWR, O_CREAT, O_TRUNC, as emscripten has them

function firstThread() {
  const settings = JSON.parse(process.argv[2]);
  const worker = new Worker(__filename, {
    workerData: settings,
    resourceLimits: settings.resourceLimits,
    stdin: false,
    env: {},
    argv: [],
  });
  worker.on("error", (error) => {
    fs.writeSync(2, `embedded Lean stopped: ${error.code ?? error.name}: ${error.message}\n`);
    process.exit(134);
  });
  worker.on("exit", (code) => process.exit(code));
}

// ------------------------------------------------------------------ streams

const pause = new Int32Array(new SharedArrayBuffer(4));

/** Call a synchronous operation on a pipe again until it does not answer "not yet". */
function insist(operation) {
  for (let wait = 1; ; wait = Math.min(2 * wait, 20)) {
    try {
      return operation();
    } catch (error) {
      if (error.code !== "EAGAIN") throw error;
      Atomics.wait(pause, 0, 0, wait);
    }
  }
}

function readStandardInput(stream, buffer, offset, length) {
  const chunk = Buffer.allocUnsafe(length); // the memory of the module is shared: copy
  let count;
  try {
    count = insist(() => fs.readSync(0, chunk, 0, length, null));
  } catch (error) {
    if (error.code !== "EOF") throw error;
    count = 0;
  }
  buffer.set(chunk.subarray(0, count), offset);
  return count;
}

/**
 * A write operation for descriptor `fd` that leaves out whole lines which begin with `[DEBUG`, and
 * on standard error also the indented lines that follow one.
 */
function lineFilter(fd, ErrnoError) {
  const marker = Buffer.from("[DEBUG");
  const newline = 10;
  const space = 32;
  let head = Buffer.alloc(0); // begin of a line of which it is not known whether to drop it
  let state = "begin"; // begin | pass | drop
  let afterDropped = false;

  function emit(bytes) {
    for (let done = 0; done < bytes.length; ) {
      try {
        done += insist(() => fs.writeSync(fd, bytes, done));
      } catch (error) {
        if (error.code === "EPIPE") process.exit(141);
        throw new ErrnoError(EIO);
      }
    }
  }

  function write(stream, buffer, offset, length) {
    let bytes = Buffer.from(buffer.subarray(offset, offset + length));
    if (head.length > 0) bytes = Buffer.concat([head, bytes]);
    head = Buffer.alloc(0);
    let start = 0; // first byte not yet decided on
    let from = 0; // first byte to be written
    while (start < bytes.length) {
      if (state === "begin") {
        const size = Math.min(marker.length, bytes.length - start);
        if (afterDropped && fd === 2 && bytes[start] === space) {
          emit(bytes.subarray(from, start));
          state = "drop";
        } else if (bytes.compare(marker, 0, size, start, start + size) !== 0) {
          state = "pass";
        } else if (size < marker.length) {
          break;
        } else {
          emit(bytes.subarray(from, start));
          state = "drop";
        }
      }
      const end = bytes.indexOf(newline, start);
      start = end < 0 ? bytes.length : end + 1;
      if (state === "drop") from = start;
      afterDropped = state === "drop";
      if (end >= 0) state = "begin";
    }
    emit(bytes.subarray(from, start));
    head = Buffer.from(bytes.subarray(start));
    return length;
  }

  function flush() {
    emit(head);
    head = Buffer.alloc(0);
    state = "begin";
  }

  return { write, flush };
}

// -------------------------------------------------------------------- files

/** Let the host's file system refuse changes below mounts that are not writable. */
function guard(FS, NODEFS) {
  const check = (node) => {
    if (!node.mount.opts.writable) throw new FS.ErrnoError(EROFS);
  };
  const { node_ops: nodes, stream_ops: streams } = NODEFS;
  const wrap = (operations, name, test) => {
    const original = operations[name];
    operations[name] = (...args) => {
      test(...args);
      return original(...args);
    };
  };
  for (const name of ["setattr", "mknod", "unlink", "rmdir"]) wrap(nodes, name, check);
  wrap(nodes, "rename", (node, folder) => {
    check(node);
    check(folder);
  });
  nodes.symlink = () => {
    throw new FS.ErrnoError(EPERM);
  };
  wrap(streams, "open", (stream) => {
    if (stream.flags & WRITE_FLAGS) check(stream.node);
  });
  for (const name of ["setattr", "write", "msync"]) wrap(streams, name, ({ node }) => check(node));
}

// --------------------------------------------------------------------- Lean

/** Give all threads to come the table of symbols, as memory that they share. */
function shareSymbols(path) {
  const file = fs.openSync(path);
  const table = new SharedArrayBuffer(fs.fstatSync(file).size);
  fs.readSync(file, new Uint8Array(table));
  fs.closeSync(file);
  setEnvironmentData("bbsynth symbols", table);
}

/**
 * The exit code that Lean meant. This build of `lean` takes the result of `main`, a pointer to an
 * object (header of 8 bytes, then the number), for a boxed scalar, and halves it. The object is
 * freed by then, but nothing has run since that could reuse it; its size (16) is looked at first.
 */
function exitCode(code, memory) {
  if (code >= 0 && code < 256) return code;
  const address = 2 * code;
  if (address < 0 || address + 16 > memory.byteLength) return 1;
  const [size, value] = new Uint32Array(memory, address + 4, 2);
  return size === 16 ? value & 255 : 1;
}

function leanThread() {
  const settings = workerData;
  shareSymbols(settings.symbols);
  setEnvironmentData("bbsynth library", settings.library);
  setEnvironmentData("bbsynth invokers", fs.readFileSync(settings.invokers));
  let runtime;
  let streams = [];
  const flush = () => streams.forEach((stream) => stream.flush());
  for (const name of ["WebSocket", "fetch", "EventSource", "XMLHttpRequest"]) {
    delete globalThis[name];
  }
  const module = {
    arguments: settings.args,
    thisProgram: "/bin/lean",
    wasmBinary: fs.readFileSync(settings.module),
    locateFile: (name) => name,
    print: (text) => fs.writeSync(1, `${text}\n`),
    printErr: (text) => fs.writeSync(2, `${text}\n`),
    onRuntimeInitialized() {
      const { FS } = runtime;
      FS.getStream(0).stream_ops = { ...FS.getStream(0).stream_ops, read: readStandardInput };
      streams = [1, 2].map((fd) => lineFilter(fd, FS.ErrnoError));
      for (const fd of [1, 2]) {
        const { write } = streams[fd - 1];
        FS.getStream(fd).stream_ops = { ...FS.getStream(fd).stream_ops, write, fsync() {} };
      }
    },
    onExit(code) {
      flush();
      process.exit(exitCode(code, runtime.wasmMemory.buffer));
    },
  };
  globalThis.bbsynthHost = {
    module,
    threads: settings.threads,
    resourceLimits: settings.resourceLimits,
    maximumPages: settings.maximumPages,
    preRun(given) {
      runtime = given;
      const { FS, NODEFS, ENV } = given;
      guard(FS, NODEFS);
      for (const mount of settings.mounts) {
        FS.mkdirTree(mount.path);
        FS.mount(NODEFS, { root: mount.host, writable: mount.writable }, mount.path);
      }
      FS.chdir(settings.cwd);
      // The module was built with profiling: what it writes at its end stays in its own memory.
      Object.assign(ENV, { LLVM_PROFILE_FILE: "/dev/shm/tmp/profile" }, settings.env);
    },
  };
  process.on("exit", flush);
  require(settings.loader);
}

if (isMainThread) firstThread();
else leanThread();
