import { Body, Controller, Get, Headers, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import { actorFrom } from '#ledger/nest';
import { TakesActor } from '#readmodel/nest';
import { checkReceipt, erasureReceipt, LEDGER, type Zelian } from '#zelian';

/** What is left when values are gone: the receipt. Proposing and approving are commands of redress. */
@ApiTags('erasures 删除')
@Controller('erasures')
export class ErasureController {
  constructor(@Inject(LEDGER) private readonly zelian: Zelian) {}

  @Get(':id/receipt')
  @TakesActor()
  @ApiOperation({ summary: 'the signed receipt of an erasure that was carried out, for case owners and the subject' })
  receipt(@Param('id') erasureId: string, @Headers('x-actor') actor: string | undefined) {
    return erasureReceipt(this.zelian.parts, { erasureId, actor: actorFrom(actor) });
  }

  @Post('receipts/check')
  @HttpCode(200)
  @ApiBody({ schema: { type: 'object' } })
  @ApiOperation({ summary: 'whether a receipt is of this ledger and still true' })
  check(@Body() receipt: object) {
    return checkReceipt(this.zelian.parts, JSON.stringify(receipt));
  }
}
