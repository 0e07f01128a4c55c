/**
 * Pipes whose ends are bare descriptors: the helper is started on one thread and read on another, and
 * Node's own stdio streams belong to the thread that made them.
 */
import { CaptureError } from "../errors.ts";
import { lastErrno, loadKoffi, systemCallFailed } from "../native-bridge.ts";

const O_CLOEXEC_LINUX = 0o2000000;
const O_CLOEXEC_FREEBSD = 0x00100000;

/**
 * Closes descriptors that another thread opened: Node's own `close` warns of those. Bound when it is
 * asked for, as the library may be out of reach once root was given up.
 */
export function descriptorCloser(): (fd: number) => number {
  return loadKoffi().load(null).func("int close(int)");
}

export interface PipeEnds {
  readonly readFd: number;
  readonly writeFd: number;
}

/**
 * A pipe that programs started later do not inherit. macOS has no `pipe2`; there Node starts programs
 * with every other descriptor closed. Throws `CAPTURE_UNSUPPORTED` on Windows.
 */
export function makePipe(): PipeEnds {
  if (process.platform === "win32") {
    throw new CaptureError("CAPTURE_UNSUPPORTED", "The pipe exists on Unix only; install Npcap.");
  }
  const libc = loadKoffi().load(null);
  const ends = new Int32Array(2);
  const status =
    process.platform === "darwin"
      ? libc.func("int pipe(_Out_ int *)")(ends)
      : libc.func("int pipe2(_Out_ int *, int)")(
          ends,
          process.platform === "linux" ? O_CLOEXEC_LINUX : O_CLOEXEC_FREEBSD,
        );
  if (status !== 0) throw systemCallFailed("pipe", "a pipe to the helper", lastErrno());
  return { readFd: ends[0]!, writeFd: ends[1]! };
}
