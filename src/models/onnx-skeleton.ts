/**
 * An ONNX file without its weights: what is large is left in the file and referred to by offset, as ONNX's external data.
 * The runtime then maps the file instead of holding a second copy while it loads. Field numbers are those of onnx.proto.
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { basename } from 'node:path';
import { bytesField, joined, numberField, type Parts, tag, textField } from './protobuf.ts';

/** Weights below this size stay inside: they may be shapes, which the runtime reads early. */
const outsourcedFrom = 1024;

/**
 * Reads a model but for its weights; a runtime that loads the result must know the file's folder. Throws `RangeError` where
 * the file is no model.
 */
export const readSkeleton = (file: string): Uint8Array => {
  const descriptor = openSync(file, 'r');
  try {
    const reader = new FileReader(descriptor, fstatSync(descriptor).size);
    const parts: Uint8Array[] = [];
    while (reader.position < reader.size) {
      const { number, wire, length } = reader.field();
      if (number === 7 && wire === 2)
        parts.push(...bytesField(7, readGraph(reader, reader.position + length, basename(file))));
      else parts.push(...reader.copy(number, wire, length));
    }
    return joined(parts);
  } finally {
    closeSync(descriptor);
  }
};

const readGraph = (reader: FileReader, end: number, location: string): Parts => {
  const parts: Uint8Array[] = [];
  while (reader.position < end) {
    const { number, wire, length } = reader.field();
    if (number === 5 && wire === 2 && length >= outsourcedFrom)
      parts.push(...bytesField(5, readTensor(reader, reader.position + length, location)));
    else parts.push(...reader.copy(number, wire, length));
  }
  return parts;
};

/** A `TensorProto`; its raw data, where it is large, becomes a place in the file. */
const readTensor = (reader: FileReader, end: number, location: string): Parts => {
  const parts: Uint8Array[] = [];
  let place: Parts = [];
  while (reader.position < end) {
    const { number, wire, length } = reader.field();
    if (number === 9 && length >= outsourcedFrom) {
      place = placeOf(location, reader.position, length);
      reader.skip(length);
    } else parts.push(...reader.copy(number, wire, length));
  }
  // After the others: of a field that comes twice, such as an explicit "data is inside", the last counts.
  return [...parts, ...place];
};

/** `external_data` and `data_location`. */
const placeOf = (location: string, offset: number, length: number): Parts => {
  const entry = (key: string, value: string) =>
    bytesField(13, [...textField(1, key), ...textField(2, value)]);
  return [
    ...entry('location', location),
    ...entry('offset', String(offset)),
    ...entry('length', String(length)),
    ...numberField(14, 1),
  ];
};

/** Reads a file front to back in pieces. */
class FileReader {
  position = 0;
  readonly size: number;
  readonly #descriptor: number;
  readonly #piece = new Uint8Array(1 << 16);
  /** What part of the file the piece holds. */
  #from = 0;
  #to = 0;

  constructor(descriptor: number, size: number) {
    this.#descriptor = descriptor;
    this.size = size;
  }

  /** Tag of the next field, and the length of its content; numbers (wire type 0) have length 0 and are still to be read. */
  field(): { number: number; wire: number; length: number } {
    const start = this.#varint();
    const [number, wire] = [Math.floor(start / 8), start % 8];
    const length = wire === 2 ? this.#varint() : wire === 5 ? 4 : wire === 1 ? 8 : 0;
    const isKnown = number > 0 && (wire === 0 || wire === 1 || wire === 2 || wire === 5);
    if (!isKnown || this.position + length > this.size) throw new RangeError(`no field at ${this.position}`);
    return { number, wire, length };
  }

  /** The field whose tag and length were read, as it was. */
  copy(number: number, wire: number, length: number): Parts {
    if (wire === 2) return bytesField(number, [this.#bytes(length)]);
    if (wire !== 0) return [tag(number, wire), this.#bytes(length)];
    const start = this.position;
    this.#varint();
    const end = this.position;
    this.position = start;
    return [tag(number, wire), this.#bytes(end - start)];
  }

  skip(length: number): void {
    this.position += length;
  }

  #bytes(length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    const read = length === 0 ? 0 : readSync(this.#descriptor, bytes, 0, length, this.position);
    if (read < length) throw new RangeError(`the file ends at ${this.position + read}`);
    this.position += length;
    return bytes;
  }

  #varint(): number {
    let value = 0;
    for (let scale = 1, read = 0; read < 10; read++, scale *= 128) {
      const byte = this.#byte();
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
    throw new RangeError('number of more than ten bytes');
  }

  #byte(): number {
    if (this.position < this.#from || this.position >= this.#to) {
      this.#from = this.position;
      this.#to =
        this.position + readSync(this.#descriptor, this.#piece, 0, this.#piece.length, this.position);
      if (this.#to === this.#from) throw new RangeError(`the file ends at ${this.position}`);
    }
    return this.#piece[this.position++ - this.#from]!;
  }
}
