"""The packaging of the embedded Lean: how it is fetched, checked, patched and installed.

- `package`: what it is made from, and where it lives; `node`: the Node.js that runs it;
- `download`, `install`: how it comes to be on this machine;
- `patch`, `module`, `invoke`: what is changed in its loader and in its WebAssembly module.

Nothing here knows of the rest of bbsynth but its errors and its folder for data.
"""
