#include "tests/simulator/simulator_test.hpp"

namespace tongbao::simulator {
namespace {

class TestCaTest : public testing::Test {
protected:
    TemporaryFolder folder;
    boost::asio::io_context io;

    std::string error_under(TlsFlaw flaw)
    {
        Simulator simulator(io.get_executor(), {folder.path, std::nullopt, 0, flaw, nullptr});
        return Probe(io, simulator.ca_file()).get(simulator.base_url() + "/").error;
    }
};

TEST_F(TestCaTest, GoodCertificateIsTrustedByItsCa)
{
    EXPECT_EQ(error_under(TlsFlaw::none), "");
}

TEST_F(TestCaTest, FlawedCertificatesFailTheHandshake)
{
    for (const auto flaw : {TlsFlaw::expired, TlsFlaw::wrong_host, TlsFlaw::self_signed, TlsFlaw::unknown_ca})
        EXPECT_THAT(error_under(flaw), testing::HasSubstr("certificate verify failed"));
}

TEST_F(TestCaTest, OldProtocolIsRefusedByAClientOfToday)
{
    EXPECT_NE(error_under(TlsFlaw::old_protocol), "");
}

} // namespace
} // namespace tongbao::simulator
