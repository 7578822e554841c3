// A process of its own, so that the load it makes is not made by the bot's. Told what to do by its parent, it says what came of it.
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { attacks, type Attack } from './attack.ts';

export interface Order {
  readonly attack: string;
  readonly port: number;
  readonly seconds: number;
  readonly token: string;
}

export interface Report {
  /** Requests whose last byte was handed to the system, or connections that dripped. */
  readonly sent: number;
  /** How often each HTTP status came; `closed` and `refused` are connections without one. */
  readonly statuses: Readonly<Record<string, number>>;
}

const beat = 10;
/** What is not taken by the other side waits here; more than this would be the attacker's own memory. */
const mostWaiting = 4_000_000;

class Battery {
  readonly #order: Order;
  readonly #attack: Attack;
  readonly #statuses = new Map<string, number>();
  readonly #sockets: Socket[] = [];
  /** Sockets of an attack that waits whose last request is answered. */
  readonly #free = new Set<Socket>();
  #sent = 0;
  #number = 0;
  #over = false;

  constructor(order: Order, attack: Attack) {
    this.#order = order;
    this.#attack = attack;
  }

  async run(): Promise<Report> {
    const { sockets, rate } = this.#attack;
    for (let index = 0; index < sockets; index++) this.#open(index);
    const ends = Date.now() + this.#order.seconds * 1000;
    let due = 0;
    for (let last = Date.now(); Date.now() < ends;) {
      await pause(beat);
      const now = Date.now();
      due = Math.min(rate, due + (rate * (now - last)) / 1000);
      last = now;
      while (due >= 1 && this.#send()) due--;
    }
    // What is under way may be answered.
    await pause(1_000);
    this.#over = true;
    for (const socket of this.#sockets) socket.destroy();
    return { sent: this.#sent, statuses: Object.fromEntries(this.#statuses) };
  }

  #count(what: string): void {
    this.#statuses.set(what, (this.#statuses.get(what) ?? 0) + 1);
  }

  #open(index: number): void {
    const socket = connect(this.#order.port, '127.0.0.1');
    this.#sockets[index] = socket;
    socket.setNoDelay(true);
    socket.on('error', () => undefined);
    socket.on('data', (data: Buffer) => {
      for (const [, status = ''] of data.toString('latin1').matchAll(/HTTP\/1\.1 (\d{3})/g))
        this.#count(status);
      this.#free.add(socket);
    });
    socket.on('connect', () => this.#free.add(socket));
    socket.on('close', () => {
      this.#free.delete(socket);
      if (this.#over) return;
      this.#count('closed');
      setTimeout(() => {
        if (!this.#over) this.#open(index);
      }, beat);
    });
    if (this.#attack.drips !== undefined) this.#drip(socket, this.#attack.request(index, this.#order.token));
  }

  /** Answers whether it could be sent. */
  #send(): boolean {
    const { waits, request } = this.#attack;
    const socket =
      waits === true ? this.#free.values().next().value : this.#sockets[this.#number % this.#sockets.length];
    if (waits === true && socket === undefined) return false;
    this.#number++;
    if (socket === undefined || socket.destroyed || socket.writableLength > mostWaiting) return true;
    this.#free.delete(socket);
    this.#sent++;
    socket.write(request(this.#number, this.#order.token));
    return true;
  }

  #drip(socket: Socket, request: Buffer): void {
    this.#sent++;
    const headers = request.indexOf('\r\n\r\n');
    let at = headers < 0 ? 60 : headers + 4;
    socket.write(request.subarray(0, at));
    const timer = setInterval(() => {
      const next = at + (this.#attack.drips ?? 1);
      if (socket.destroyed || next >= request.length) clearInterval(timer);
      else socket.write(request.subarray(at, next));
      at = next;
    }, 1_000);
    socket.on('close', () => {
      clearInterval(timer);
    });
  }
}

process.on('message', (order: Order) => {
  const attack = attacks.find(({ name }) => name === order.attack);
  if (attack === undefined) throw new Error(`nobody knows the attack ${order.attack}`);
  void new Battery(order, attack).run().then((report) => process.send?.(report));
});
process.on('disconnect', () => process.exit(0));
process.send?.('ready');
