/** Sketches of many texts, written one after the other and read in any order: in a scratch file, or in memory where there is none. */
import { closeSync, openSync, readSync } from 'node:fs';
import { sketchSize } from './minhash.ts';
import type { Spool } from './spool.ts';

const sketchBytes = sketchSize * Uint32Array.BYTES_PER_ELEMENT;

/** Sketches, complete; places count from 0 in the order of writing. */
export interface Sketches {
  readonly length: number;
  /** Fills `target`, room for one sketch or several, with those from `place` on; beyond the last its numbers stay. */
  read(place: number, target: Uint32Array): void;
  /** Nothing can be read any more. */
  close(): void;
}

export interface SketchWriter {
  /** Takes a copy. */
  write(sketch: Uint32Array): Promise<void>;
  end(): Promise<Sketches>;
}

/** Room for `most` sketches: 256 bytes each, in memory only where no `spool` is given; `name` is for its messages. */
export const writeSketches = (most: number, name: string, spool: Spool | undefined): Promise<SketchWriter> =>
  spool ? inFile(spool, name) : inMemory(most);

const inMemory = async (most: number): Promise<SketchWriter> => {
  const held = new Uint32Array(most * sketchSize);
  let length = 0;
  return {
    write: async (sketch) => {
      held.set(sketch, length * sketchSize);
      length += 1;
    },
    end: async () => ({
      length,
      read: (place, target) => {
        const from = place * sketchSize;
        target.set(held.subarray(from, Math.min(from + target.length, length * sketchSize)));
      },
      close: () => {},
    }),
  };
};

const inFile = async (spool: Spool, name: string): Promise<SketchWriter> => {
  const file = await spool.create(name);
  let length = 0;
  return {
    write: (sketch) => {
      length += 1;
      return file.write(new Uint8Array(sketch.buffer, sketch.byteOffset, sketchBytes));
    },
    end: async () => {
      await file.close();
      const fd = openSync(file.path, 'r');
      return {
        length,
        // synchronous: a cached page costs 2 µs so, 40 otherwise
        read: (place, target) => {
          readSync(fd, target, 0, target.byteLength, place * sketchBytes);
        },
        close: () => closeSync(fd),
      };
    },
  };
};
