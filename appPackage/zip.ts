import { crc32 } from 'node:zlib';

export interface ZippedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** 1 January 1980, 00:00, the first moment that the format knows: the same files give the same bytes at any time. */
const made = { time: 0, date: 0x0021 } as const;
const version = 20;

/**
 * A zip archive of a few small files in the root, kept as they are (APPNOTE, sections 4.3.7, 4.3.12 and 4.3.16). Without
 * compression the bytes are the same with every zlib.
 */
export function zip(files: readonly ZippedFile[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const file of files) {
    const name = Buffer.from(file.name, 'latin1');
    const shared = sharedFields(file.bytes, name.length);
    const local = Buffer.concat([signature(0x04034b50), shared, name, file.bytes]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(at, 10);
    directory.push(Buffer.concat([signature(0x02014b50), uint16(version), shared, rest, name]));
    parts.push(local);
    at += local.length;
  }
  const entries = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.length, 4);
  end.writeUInt16LE(files.length, 6);
  end.writeUInt32LE(entries.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...parts, entries, signature(0x06054b50), end]);
}

/** What the header of a file and its entry in the directory have in common, from the version to the length of "extra". */
function sharedFields(bytes: Uint8Array, nameLength: number): Buffer {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(version, 0);
  fields.writeUInt16LE(made.time, 6);
  fields.writeUInt16LE(made.date, 8);
  fields.writeUInt32LE(crc32(bytes), 10);
  fields.writeUInt32LE(bytes.length, 14);
  fields.writeUInt32LE(bytes.length, 18);
  fields.writeUInt16LE(nameLength, 22);
  return fields;
}

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}
