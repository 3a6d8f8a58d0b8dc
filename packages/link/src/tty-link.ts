/**
 * A serial line of Linux without native code: the device is opened, set through `stty`, read
 * through `tty.ReadStream` into one buffer and written synchronously.
 *
 * The stream opens the device a second time and closes only its own descriptor, so both are closed
 * here, each exactly once. A write that is not taken whole means that nothing drains the line: the
 * link goes down rather than wait or spin.
 */

import { closeSync, constants, openSync, readSync, writeSync } from "node:fs";
import { isatty, ReadStream } from "node:tty";
import { busy, lockDevice } from "./device-lock.ts";
import type { LineSettings, Link, LinkOpener } from "./link.ts";
import { baudRates, charBitsOf, defaultLine, LinkError } from "./link.ts";
import { setLine } from "./stty.ts";

export interface TtyOptions {
  /** The device, for example `/dev/serial/by-id/usb-…`. */
  readonly path: string;
  readonly line?: LineSettings;
  /** The latency of the adapter (FTDI: 1 to 16 ms), milliseconds. */
  readonly latencyMs?: number;
  /** Where the lock file stands; the same for every process that may open the device. */
  readonly lockFolder?: string;
}

const readBufferBytes = 4096;
/** Stale input that is thrown away on opening: a tty holds at most a few kilobytes. */
const staleReadsMax = 64;

/**
 * Opens a serial line.
 *
 * @param options The device and its settings; 9600 8N1 unless told otherwise.
 * @returns An opener; it rejects with a LinkError when the device is absent, busy, no terminal, or
 *   does not take its settings.
 */
export function ttyOpener(options: TtyOptions): LinkOpener {
  const line = options.line ?? defaultLine;
  return async (signal) => {
    if (!baudRates.includes(line.baud)) {
      const hint = `Choose one of ${baudRates.join(", ")}.`;
      throw new LinkError("LINK_SETTINGS_REFUSED", `${line.baud} baud is not offered.`, hint);
    }
    const lock = lockDevice(options.path, options.lockFolder);
    let settingFd: number | undefined;
    let fd: number | undefined;
    try {
      settingFd = openDevice(options.path);
      if (!lock.isHeld()) throw busy(options.path);
      await setLine(settingFd, line, signal);
      signal?.throwIfAborted();
      // A child that gets a descriptor as its input makes that opening blocking for us as well, so
      // bytes go through an opening of their own, of the very device that was set.
      fd = openDevice(`/proc/self/fd/${settingFd}`);
      discardStaleInput(fd);
      const link = new TtyLink(fd, line, options.latencyMs ?? 0, lock.release);
      closeSync(settingFd);
      return link;
    } catch (error) {
      if (settingFd !== undefined) closeSync(settingFd);
      if (fd !== undefined) closeSync(fd);
      lock.release();
      throw error;
    }
  };
}

function openDevice(path: string): number {
  let fd: number;
  try {
    fd = openSync(path, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK);
  } catch (cause) {
    const hint = "Check that the adapter is plugged in and that this user may open it.";
    throw new LinkError("LINK_OPEN_FAILED", `${path} cannot be opened.`, hint, cause);
  }
  if (isatty(fd)) return fd;
  closeSync(fd);
  throw new LinkError("LINK_OPEN_FAILED", `${path} is no serial port.`, "Choose a serial port.");
}

function discardStaleInput(fd: number): void {
  const buffer = new Uint8Array(readBufferBytes);
  for (let reads = 0; reads < staleReadsMax; reads++) {
    try {
      if (readSync(fd, buffer) === 0) return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EAGAIN") return;
      throw new LinkError("LINK_OPEN_FAILED", "The serial port hung up.", "Plug it in.", error);
    }
  }
}

class TtyLink implements Link {
  readonly latencyMs: number;
  readonly charBits: number;
  readonly baud: number;
  onBytes: (bytes: Uint8Array) => void = () => undefined;
  onDown: (reason: string) => void = () => undefined;
  readonly #fd: number;
  readonly #stream: ReadStream;
  readonly #unlock: () => void;
  #open = true;

  constructor(fd: number, line: LineSettings, latencyMs: number, unlock: () => void) {
    this.latencyMs = latencyMs;
    this.charBits = charBitsOf(line);
    this.baud = line.baud;
    this.#fd = fd;
    this.#unlock = unlock;
    const buffer = new Uint8Array(readBufferBytes);
    this.#stream = new ReadStream(fd, {
      onread: {
        buffer,
        callback: (count) => {
          if (this.#open) this.onBytes(buffer.subarray(0, count));
          return true;
        },
      },
    });
    this.#stream.on("error", (error) => this.#fail(`The serial port failed: ${error.message}.`));
    this.#stream.on("end", () => this.#fail("The serial port hung up."));
    this.#stream.on("close", () => this.#fail("The serial port was closed."));
    this.#stream.resume();
  }

  write(bytes: Uint8Array): void {
    if (!this.#open) return;
    try {
      const written = writeSync(this.#fd, bytes);
      if (written === bytes.length) return;
      this.#fail(`The serial port took ${written} of ${bytes.length} bytes.`);
    } catch (error) {
      this.#fail(`The serial port does not take bytes: ${(error as Error).message}.`);
    }
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    // A stream that could not open the device again works on our descriptor and closes it.
    const shared = streamDescriptor(this.#stream) === this.#fd;
    this.#stream.destroy();
    if (!shared) closeSync(this.#fd);
    this.#unlock();
  }

  #fail(reason: string): void {
    if (!this.#open) return;
    this.close();
    this.onDown(reason);
  }
}

function streamDescriptor(stream: ReadStream): number | undefined {
  const { _handle: handle } = stream as unknown as { readonly _handle?: { readonly fd?: number } };
  return handle?.fd;
}
