/**
 * Bytes of a log: a header, then records that are only ever appended. Integers are little-endian.
 *
 *     header   magic 8 | version 4 | crc32 of the twelve bytes before 4
 *     record   marker 4 | crc32 of what follows up to the payload 4 | crc32 of the payload 4 | length 4 | key 32 | payload
 *
 * A record's head has a checksum of its own, so that its length can be believed where the payload is damaged: what a
 * flipped bit costs is one record. The marker has bytes that no UTF-8 text holds; the scan for the next record after
 * damage cannot be led astray by text.
 */
import { crc32 } from 'node:zlib';

/** Version of the format that this build writes, and the newest that it reads. */
export const formatVersion = 1;
export const keyBytes = 32;
export const headerBytes = 16;
/** Bytes of a record before its payload. */
export const headBytes = 48;
/** Where the key starts in a record. */
export const keyOffset = 16;
/** Longest payload: an answer beyond this is a bug, and a damaged length must not ask for all memory. */
export const maxPayloadBytes = 2 ** 28;

const magic = Buffer.from('HAPUILOG', 'latin1');
/** Start of every record. */
export const marker = Buffer.from([0xff, 0x48, 0x50, 0xfe]);
const markerWord = marker.readUInt32LE();

/** Header of a new log. */
export const encodeHeader = (version: number = formatVersion): Buffer => {
  const header = Buffer.alloc(headerBytes);
  magic.copy(header);
  header.writeUInt32LE(version, 8);
  header.writeUInt32LE(crc32(header.subarray(0, 12)), 12);
  return header;
};

/** What a file's first bytes say: a log of some version, one cut while it was made, or a damaged one. */
export type Header =
  | { readonly kind: 'sound'; readonly version: number }
  | { readonly kind: 'torn' }
  | { readonly kind: 'corrupt' };

/** Reads the first bytes of a file, at most `headerBytes` of them. */
export const decodeHeader = (bytes: Buffer): Header => {
  if (bytes.length < headerBytes)
    return { kind: bytes.equals(encodeHeader().subarray(0, bytes.length)) ? 'torn' : 'corrupt' };
  const isSound =
    bytes.subarray(0, 8).equals(magic) && crc32(bytes.subarray(0, 12)) === bytes.readUInt32LE(12);
  return isSound ? { kind: 'sound', version: bytes.readUInt32LE(8) } : { kind: 'corrupt' };
};

/** A whole record. */
export const encodeRecord = (key: Uint8Array, payload: Uint8Array): Buffer => {
  if (key.length !== keyBytes) throw new RangeError(`a key has ${keyBytes} bytes, not ${key.length}`);
  if (payload.length > maxPayloadBytes)
    throw new RangeError(`an answer of ${payload.length} bytes is too long`);
  const record = Buffer.allocUnsafe(headBytes + payload.length);
  marker.copy(record);
  record.writeUInt32LE(crc32(payload), 8);
  record.writeUInt32LE(payload.length, 12);
  record.set(key, keyOffset);
  record.set(payload, headBytes);
  record.writeUInt32LE(crc32(record.subarray(8, headBytes)), 4);
  return record;
};

/** Payload length of the record whose head is at `at` (all of it in `bytes`), or −1 where no sound head is. */
export const payloadLength = (bytes: Buffer, at: number): number => {
  if (bytes.readUInt32LE(at) !== markerWord) return -1;
  if (crc32(bytes.subarray(at + 8, at + headBytes)) !== bytes.readUInt32LE(at + 4)) return -1;
  const length = bytes.readUInt32LE(at + 12);
  return length <= maxPayloadBytes ? length : -1;
};

/** Whether the payload of the record at `at` (all of it in `bytes`, its head sound) is what was written. */
export const isPayloadSound = (bytes: Buffer, at: number, length: number): boolean =>
  crc32(bytes.subarray(at + headBytes, at + headBytes + length)) === bytes.readUInt32LE(at + 8);
