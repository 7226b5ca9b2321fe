package dev.livevars.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

class PipelineTest {
  /** A frame is written in two parts, and the first can make the channel unwritable. */
  @Test
  @SuppressWarnings("FutureReturnValueIgnored") // the outbound messages tell what became of them
  void shouldNotFlushInTheMiddleOfAFrame() {
    EmbeddedChannel channel = new EmbeddedChannel(Pipeline.flushConsolidation());
    channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(1, 1_000));
    channel
        .write(Unpooled.buffer().writeZero(1))
        .addListener(left -> channel.write(Unpooled.buffer().writeZero(3)));
    channel.pipeline().fireChannelRead("a request").flush();
    channel.write(Unpooled.buffer().writeZero(2_000));
    channel.write(Unpooled.buffer().writeZero(2));
    channel.pipeline().fireChannelReadComplete().flush();
    channel.runPendingTasks();
    assertThat(channel.outboundMessages())
        .extracting(part -> ((ByteBuf) part).readableBytes())
        .containsExactly(1, 2_000, 2, 3);
    channel.finishAndReleaseAll();
  }
}
