/**
 * The C library's allocator, told to keep little: by itself glibc keeps a pool for each thread and holds on to
 * large blocks that were freed, which a process of several threads pays for with a third of its memory.
 * mallopt(3).
 */
import { loadKoffi } from "./native-bridge.ts";

const M_MMAP_THRESHOLD = -3;
const M_ARENA_MAX = -8;

/** Octets from which on a block is mapped by itself, and given back when it is freed. */
const LARGE_BLOCK: number = 128 * 1024;

/** Call it before threads are started. Does nothing where the C library has no such switch. */
export function keepAllocatorSmall(): void {
  if (process.platform !== "linux") return;
  try {
    const mallopt = loadKoffi().load(null).func("int mallopt(int, int)");
    mallopt(M_ARENA_MAX, 1);
    mallopt(M_MMAP_THRESHOLD, LARGE_BLOCK);
  } catch {
    // Another C library, or no koffi: memory is then as large as the allocator likes.
  }
}
