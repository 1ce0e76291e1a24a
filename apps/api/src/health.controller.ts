import { Controller, Get, Header, Inject, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Gauge, Registry } from 'prom-client';
import { LEDGER, type Health, type Zelian } from '#zelian';

@ApiTags('operation')
@Controller()
export class HealthController {
  private readonly metrics = new Registry();

  constructor(@Inject(LEDGER) private readonly zelian: Zelian) {
    const gauge = (name: string, help: string, labelNames: string[] = []) => new Gauge({ name, help, labelNames, registers: [this.metrics] });
    const events = gauge('zelian_log_events', 'events in the log');
    const lag = gauge('zelian_runner_lag_events', 'events not yet handled, by runner', ['runner']);
    const alarms = gauge('zelian_alarms', 'views and policies that stopped, and the seal');
    const sealed = gauge('zelian_sealed_events', 'events that the last checkpoint covers');
    const setWitnesses = zelian.parts.witnessed ? witnessGauges(gauge) : () => undefined;
    this.collect = async () => {
      const health = await zelian.health();
      events.set(health.position + 1);
      for (const [runner, behind] of Object.entries(health.lag)) lag.set({ runner }, behind);
      alarms.set(health.alarms.length + (health.seal.alarm ? 1 : 0));
      sealed.set(health.seal.size);
      setWitnesses(health);
    };
  }
  private readonly collect: () => Promise<void>;

  @Get('health/live')
  @ApiOperation({ summary: 'the process answers' })
  live() {
    return { status: 'ok' };
  }

  @Get('health/ready')
  @ApiOperation({ summary: 'runner lag and alarms; 503 when something stopped' })
  async ready(@Res({ passthrough: true }) reply: FastifyReply) {
    const health = await this.zelian.health();
    if (!health.ok) void reply.status(503);
    return health;
  }

  @Get('metrics')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  @ApiOperation({ summary: 'Prometheus metrics' })
  async prometheus() {
    await this.collect();
    return this.metrics.metrics();
  }
}

/** For a ledger that asks witnesses: elsewhere a zero would be read as an age. */
function witnessGauges(gauge: (name: string, help: string) => Gauge): (health: Health) => void {
  const witnessed = gauge('zelian_witnessed_events', 'events below the furthest checkpoint that a quorum of witnesses stands behind');
  const quorumAge = gauge('zelian_witness_quorum_age_seconds', 'seconds since a quorum of witnesses last stood behind a checkpoint');
  const alarms = gauge('zelian_witness_alarms', 'witnesses that saw another, or a longer, history of this log');
  return ({ witnesses: { quorumSize, quorumAgo, witnesses } = { quorumSize: 0, quorumAgo: null, witnesses: [] } }) => {
    witnessed.set(quorumSize);
    quorumAge.set(quorumAgo ?? Infinity);
    alarms.set(witnesses.filter(({ alarm }) => alarm).length);
  };
}
