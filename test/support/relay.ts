import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A line to a server on this machine that can be cut: whoever uses it is then alone, while others go on reaching the server. */
export class Relay {
  private readonly lines = new Set<Socket>();
  private server: Server | undefined;
  private port = 0;

  private constructor(private readonly target: number) {}

  static async to(uri: string): Promise<Relay> {
    const relay = new Relay(Number(new URL(uri.replace(/^\w+:/, 'http:')).port));
    await relay.mend();
    return relay;
  }

  /** The same address, by way of the relay. */
  through(uri: string): string {
    return uri.replace(`:${this.target}`, `:${this.port}`);
  }

  async mend(): Promise<void> {
    if (this.server) return;
    const server = createServer((line) => this.forward(line));
    this.server = server;
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(this.port, '127.0.0.1', resolve));
    this.port = (server.address() as AddressInfo).port;
  }

  async cut(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    if (!server) return;
    const closed = new Promise((resolve) => server.close(resolve));
    for (const line of this.lines) line.resetAndDestroy();
    await closed;
  }

  private forward(line: Socket): void {
    joined(line, connect(this.target, '127.0.0.1'), this.lines);
  }
}

/** What happens to one of two lines happens to the other; `lines` are those that are open. */
export function joined(line: Socket, partner: Socket, lines: Set<Socket>): void {
  lines.add(line);
  const part = () => {
    lines.delete(line);
    line.destroy();
    partner.destroy();
  };
  for (const one of [line, partner]) {
    // What is passed on in pieces waits for nothing: held back until the other side has acknowledged the last piece, each call would take forty milliseconds.
    one.setNoDelay();
    one.on('error', part).on('close', part);
  }
  line.pipe(partner);
  partner.pipe(line);
}
