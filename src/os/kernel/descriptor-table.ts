/** A process's descriptors: numbers for open file descriptions. */

import { Errno, type Fd } from "#abi";
import type { OpenFile } from "./open-file.ts";

interface Slot {
  readonly file: OpenFile;
  closeOnExec: boolean;
}

export class DescriptorTable {
  readonly #slots: (Slot | undefined)[] = [];

  get(fd: Fd): OpenFile {
    const slot = this.#slots[fd];
    if (slot === undefined) throw new Errno("EBADF");
    return slot.file;
  }

  find(fd: Fd): OpenFile | undefined {
    return this.#slots[fd]?.file;
  }

  /** Gives a description the lowest free number that is at least `least`. EMFILE at `limit`. */
  add(file: OpenFile, closeOnExec: boolean, limit: number, least = 0): Fd {
    let fd = least;
    while (this.#slots[fd] !== undefined) fd++;
    if (fd >= limit) throw new Errno("EMFILE");
    this.set(fd, file, closeOnExec);
    return fd;
  }

  /** Makes a number refer to a description; what it referred to is closed. */
  set(fd: Fd, file: OpenFile, closeOnExec: boolean): void {
    file.references++;
    const old = this.#slots[fd];
    this.#slots[fd] = { file, closeOnExec };
    if (old !== undefined) drop(old.file);
  }

  close(fd: Fd): void {
    const slot = this.#slots[fd];
    if (slot === undefined) throw new Errno("EBADF");
    this.#slots[fd] = undefined;
    drop(slot.file);
  }

  setCloseOnExec(fd: Fd, on: boolean): void {
    const slot = this.#slots[fd];
    if (slot === undefined) throw new Errno("EBADF");
    slot.closeOnExec = on;
  }

  copy(): DescriptorTable {
    const table = new DescriptorTable();
    this.#slots.forEach((slot, fd) => {
      if (slot !== undefined) table.set(fd, slot.file, slot.closeOnExec);
    });
    return table;
  }

  closeAll(): void {
    for (let fd = 0; fd < this.#slots.length; fd++) if (this.#slots[fd] !== undefined) this.close(fd);
    this.#slots.length = 0;
  }

  closeForExec(): void {
    for (let fd = 0; fd < this.#slots.length; fd++) if (this.#slots[fd]?.closeOnExec) this.close(fd);
  }

  /** Numbers in use, ascending. */
  numbers(): Fd[] {
    const numbers: Fd[] = [];
    this.#slots.forEach((slot, fd) => {
      if (slot !== undefined) numbers.push(fd);
    });
    return numbers;
  }
}

function drop(file: OpenFile): void {
  file.references--;
  if (file.references === 0) file.release();
}
