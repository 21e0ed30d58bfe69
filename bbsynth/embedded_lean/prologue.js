// Stands at the beginning of the patched loader, in every thread. The names used freely here
// (err, growMemViews, HEAPU8, SYSCALLS and so on) are the loader's own.

const bbsynthHostData = require("worker_threads").getEnvironmentData;

function bbsynthClosed() {
  throw new Error("closed in the embedded Lean: processes, sockets, evaluation of text");
}

/**
 * The small module with the function table and the functions `invoke_...`, which call a function of
 * the table and catch what it throws (see embedded_invoke.py). C++ throws numbers; `_setThrew` tells
 * the caller. Anything else, such as the end of the stack, is passed on.
 */
const bbsynthInvokers = {
  /** Put what it exports in the place of the loader's own functions. */
  provide(imports) {
    const caught = (thrown) => {
      if (thrown !== thrown + 0) throw thrown;
      _setThrew(1, 0);
    };
    const module = new WebAssembly.Module(bbsynthHostData("bbsynth invokers"));
    const env = { ...imports, caught, thrown: WebAssembly.JSTag };
    const { stack, ...functions } = new WebAssembly.Instance(module, { env }).exports;
    Object.assign(imports, functions);
    this.stack = stack;
  },
  /** Tell it how the main module's stack is saved and restored. */
  connect(exports) {
    this.stack.set(0, exports.emscripten_stack_get_current);
    this.stack.set(1, exports._emscripten_stack_restore);
  },
};

/** Of the prints for debugging, pass on those that nothing else would report. */
function bbsynthDebug(text) {
  if (/ASSERT|unknown exception|bad_alloc|std::exception/.test(text)) err(text.slice(1));
}

/** The address of the symbol whose name stands, ended by zero, at `start`; 0 if there is none. */
const bbsynthAddress = (() => {
  let table;
  function open() {
    const bytes = bbsynthHostData("bbsynth symbols");
    const count = new Uint32Array(bytes, 0, 1)[0];
    return {
      count,
      ends: new Uint32Array(bytes, 4, count),
      addresses: new Uint32Array(bytes, 4 + 4 * count, count),
      names: new Uint8Array(bytes, 4 + 8 * count),
    };
  }
  return (memory, start) => {
    table ??= open();
    const { ends, addresses, names } = table;
    let low = 0;
    let high = table.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const end = ends[middle];
      let at = start;
      let position = middle === 0 ? 0 : ends[middle - 1];
      while (position < end && names[position] === memory[at]) {
        position++;
        at++;
      }
      if (position === end && memory[at] === 0) return addresses[middle];
      if (position === end || names[position] < memory[at]) low = middle + 1;
      else high = middle;
    }
    return 0;
  };
})();

/**
 * Files of the core library, for worker threads. Elsewhere only the main thread works with files,
 * and asking it takes half a millisecond each time, with six questions for each of a thousand
 * files. The library never changes, so a thread may read it by itself. Each function returns
 * undefined where that does not apply. Descriptors count from 2^20 and belong to their thread:
 * Lean opens, reads and closes a compiled module in one go.
 */
const bbsynthFiles = (() => {
  const fs = require("fs");
  const library = bbsynthHostData("bbsynth library");
  const compiled = /\.(olean|olean\.server|olean\.private|ir)$/;
  const refused = /\/\.\.?(\/|$)/;
  const changing = 1 | 2 | 64 | 512; // O_WRONLY, O_RDWR, O_CREAT, O_TRUNC
  const noSuchFile = -44;
  const failed = 29; // EIO
  const files = new Map();
  let next = 1 << 20;

  function hostPath(pointer) {
    const path = SYSCALLS.getStr(pointer);
    if (library === undefined || !path.startsWith(library.path) || refused.test(path)) return;
    return library.host + path.slice(library.path.length);
  }

  return {
    stat(path, buffer) {
      const host = hostPath(path);
      if (host === undefined) return;
      const status = fs.statSync(host, { throwIfNoEntry: false });
      return status === undefined ? noSuchFile : SYSCALLS.writeStat(buffer, status);
    },
    open(folder, path, flags) {
      const host = flags & changing ? undefined : hostPath(path);
      if (host === undefined || !compiled.test(host)) return;
      try {
        files.set(next, { file: fs.openSync(host), position: 0 });
      } catch {
        return; // let the main thread say why
      }
      return next++;
    },
    fstat(fd, buffer) {
      const open = files.get(fd);
      return open && SYSCALLS.writeStat(buffer, fs.fstatSync(open.file));
    },
    read(fd, vectors, count, result) {
      const open = files.get(fd);
      if (open === undefined) return;
      growMemViews();
      let total = 0;
      for (let vector = vectors >> 2; count > 0; count--, vector += 2) {
        const length = HEAPU32[vector + 1];
        let got;
        try {
          const target = new Uint8Array(HEAPU8.buffer, HEAPU32[vector], length);
          got = fs.readSync(open.file, target, 0, length, open.position);
        } catch {
          return failed;
        }
        open.position += got;
        total += got;
        if (got < length) break;
      }
      HEAPU32[result >> 2] = total;
      return 0;
    },
    seek(fd, offset, whence, result) {
      const open = files.get(fd);
      if (open === undefined) return;
      const from = whence === 0 ? 0 : whence === 1 ? open.position : fs.fstatSync(open.file).size;
      const position = from + Number(offset);
      if (!(position >= 0)) return 28; // EINVAL
      open.position = position;
      growMemViews();
      HEAP64[result >> 3] = BigInt(position);
      return 0;
    },
    close(fd) {
      const open = files.get(fd);
      if (open === undefined) return;
      files.delete(fd);
      fs.closeSync(open.file);
      return 0;
    },
  };
})();

