/** The byte order of this machine's C structures and of what its kernel writes. */
export const LITTLE_ENDIAN: boolean = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
