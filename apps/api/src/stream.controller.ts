import { Controller, Inject, Sse, type MessageEvent, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { EventBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { filter, map, type Observable } from 'rxjs';
import { LEDGER, type Zelian } from '#zelian';

/** Told after commit, for the live refresh of screens only: a lost one is harmless, as every screen can ask again. */
export class LogGrew {
  constructor(readonly position: number) {}
}

@ApiTags('operation')
@Controller('stream')
export class StreamController implements OnModuleInit, OnModuleDestroy {
  private cancel: () => void = () => undefined;

  constructor(
    @Inject(LEDGER) private readonly zelian: Zelian,
    @Inject(EventBus) private readonly events: EventBus,
  ) {}

  onModuleInit(): void {
    this.cancel = this.zelian.log.subscribe((position) => void this.events.publish(new LogGrew(position)));
  }

  onModuleDestroy(): void {
    this.cancel();
  }

  @Sse()
  @ApiOperation({ summary: 'server-sent positions: the log has grown' })
  stream(): Observable<MessageEvent> {
    return this.events.pipe(
      filter((event): event is LogGrew => event instanceof LogGrew),
      map(({ position }) => ({ data: { position } })),
    );
  }
}
