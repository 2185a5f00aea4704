// Stands in for the native watchdog of a VS Code server that was installed without compiling: the extension host ends
// when the server above it has gone.
exports.start = (pid) => {
  setInterval(() => {
    try {
      process.kill(pid, 0);
    } catch {
      process.exit(87);
    }
  }, 1_000).unref();
};

exports.exit = (code) => process.exit(code || 0);
