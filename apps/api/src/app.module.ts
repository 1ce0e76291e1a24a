import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { CqrsModule, EventBus } from '@nestjs/cqrs';
import type { Actor, AnyDecider, Context } from '#kernel';
import type { RequestClass } from '#ledger/nest';
import { ACCESS_RECORDER, PRESENTER, READER, ViewController } from '#readmodel/nest';
import { LEDGER, type Zelian } from '#zelian';
import { requestsByContext } from '#zelian/nest';
import { AnswersController } from './answers.controller.js';
import { AppealController } from './appeal.controller.js';
import { controllerFor } from './command.controllers.js';
import { ComplaintController } from './complaint.controller.js';
import { BundleController } from './bundle.controller.js';
import { ErasureController } from './erasure.controller.js';
import { EverydayController } from './everyday.controller.js';
import { ExchangeController } from './exchange.controller.js';
import { COMMAND_GATE, handlersFor } from './handlers.js';
import { HealthController } from './health.controller.js';
import { LedgerController } from './ledger.controller.js';
import { ReplayController } from './replay.controller.js';
import { StreamController } from './stream.controller.js';
import { TransparencyController } from './transparency.controller.js';

/** The HTTP face of one open ledger: generated command controllers, the view controller, and what concerns the ledger as a whole. */
@Module({})
export class AppModule {
  static for(zelian: Zelian): DynamicModule {
    const contexts = zelian.contexts.filter(({ name }) => requestsByContext[name] !== undefined);
    return {
      module: AppModule,
      imports: [CqrsModule.forRoot()],
      controllers: [
        ...contexts.map((context) => controllerFor(context, requestsByContext[context.name]!)),
        ViewController,
        LedgerController,
        EverydayController,
        AnswersController,
        AppealController,
        ComplaintController,
        ErasureController,
        BundleController,
        ExchangeController,
        ReplayController,
        StreamController,
        TransparencyController,
        HealthController,
      ],
      providers: [
        { provide: LEDGER, useValue: zelian },
        { provide: COMMAND_GATE, useValue: zelian },
        { provide: READER, useValue: zelian.reader },
        { provide: ACCESS_RECORDER, useValue: zelian.recordRead },
        { provide: PRESENTER, useValue: <Answer>(answer: Answer, actor?: Actor) => zelian.present(answer, actor) },
        ...contexts.flatMap((context) => context.deciders.flatMap((decider) => handlersFor(decider, requestsOf(context, decider)))),
        EventBus,
      ] as Type<object>[],
    };
  }
}

const requestsOf = (context: Context, decider: AnyDecider): readonly RequestClass[] =>
  requestsByContext[context.name]!.filter(({ type }) => Object.hasOwn(decider.decide, type));
