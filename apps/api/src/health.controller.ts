import { Controller, Get, Header, Inject, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Gauge, Registry } from 'prom-client';
import { LEDGER, type Zelian } from '#zelian';

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
    this.collect = async () => {
      const health = await zelian.health();
      events.set(health.position + 1);
      for (const [runner, behind] of Object.entries(health.lag)) lag.set({ runner }, behind);
      alarms.set(health.alarms.length + (health.seal.alarm ? 1 : 0));
      sealed.set(health.seal.size);
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
